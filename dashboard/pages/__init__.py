"""The pages: one file each, with PATH, TITLE, PERMISSION, layout() and register()."""

from dashboard.pages import (
    alerts,
    campaign,
    contact,
    operation,
    operations,
    overview,
    wall,
    wall_campaign,
)

PAGES = (overview, alerts, operations, campaign, contact, operation, wall, wall_campaign)
