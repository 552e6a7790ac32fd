"""The pages: one file each, with PATH, TITLE, layout() and register()."""

from dashboard.pages import campaign, contact, overview

PAGES = (overview, campaign, contact)
