"""The pages: one file each, with PATH, TITLE, PERMISSION, layout() and register()."""

from dashboard.pages import alerts, campaign, contact, overview, wall, wall_campaign

PAGES = (overview, alerts, campaign, contact, wall, wall_campaign)
