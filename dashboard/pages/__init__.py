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
    past,
    reports,
    wall,
    wall_campaign,
)

PAGES = (
    overview,
    alerts,
    operations,
    blacklist,
    reports,
    audit,
    access,
    campaign,
    past,
    contact,
    operation,
    wall,
    wall_campaign,
)
