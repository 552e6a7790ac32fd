"""The ids of the dialog for deeds."""

DIALOG = "deed-dialog"
