"""The pages: one file each, with PATH, TITLE, layout() and register()."""

from dashboard.pages import alerts, campaign, overview

PAGES = (overview, alerts, campaign)
