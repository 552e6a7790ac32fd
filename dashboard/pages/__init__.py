"""The pages: one file each, with PATH, TITLE, layout() and register()."""

from dashboard.pages import alerts, audit, campaign, contact, overview, wall, wall_campaign

PAGES = (overview, alerts, audit, campaign, contact, wall, wall_campaign)
