"""The pages: one file each, with PATH, TITLE, layout() and register()."""

from dashboard.pages import campaign, overview, wall, wall_campaign

PAGES = (overview, campaign, wall, wall_campaign)
