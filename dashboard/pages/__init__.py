"""The pages: one file each, with PATH, TITLE, PERMISSION, layout() and register()."""

from dashboard.pages import (
    alerts,
    audit,
    blacklist,
    campaign,
    contact,
    overview,
    wall,
    wall_campaign,
)

PAGES = (overview, alerts, blacklist, audit, campaign, contact, wall, wall_campaign)
