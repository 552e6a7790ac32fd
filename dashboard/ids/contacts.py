"""The table of contacts and the contact page."""

CONTACTS = "contacts"  # the card; its name is the fragment of links to it
GRID_PLACE = "card-contacts-place"
GRID = "contacts-grid"

CONTACT = "contact"
CONTACT_NONE = "contact-none"
CONTACT_CAMPAIGN = "contact-campaign"
