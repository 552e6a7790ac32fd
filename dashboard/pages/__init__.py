"""The pages: one file each, with PATH, TITLE, PERMISSION, layout() and register()."""

from dashboard.pages import access, alerts, audit, campaign, contact, overview, wall, wall_campaign

PAGES = (overview, alerts, audit, access, campaign, contact, wall, wall_campaign)
