"""The pages: one file each, with PATH, TITLE, layout() and register()."""

from dashboard.pages import campaign, contact, overview, wall, wall_campaign

PAGES = (overview, campaign, contact, wall, wall_campaign)
