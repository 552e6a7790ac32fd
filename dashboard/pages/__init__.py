"""The pages: one file each, with PATH, TITLE, PERMISSION, layout() and register()."""

from dashboard.pages import (
    access,
    alerts,
    audit,
    blacklist,
    campaign,
    contact,
    operation,
    operations,
    overview,
    wall,
    wall_campaign,
)

PAGES = (
    overview,
    alerts,
    operations,
    blacklist,
    audit,
    access,
    campaign,
    contact,
    operation,
    wall,
    wall_campaign,
)
