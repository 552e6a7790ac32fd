"""The ids of the alerts page."""

from dashboard.ids.alert_slots import part

OPEN = "open"
TAKEN = "taken"
PAST = "past"
OPEN_COUNT = "alerts-open-count"
TAKEN_NONE = "alerts-taken-none"
PAST_NONE = "alerts-past-none"
OWN_NONE = "alerts-own-none"
DIALOG = "alert-dialog"


def place(prefix: str, number: int) -> str:
    """The link to the campaign of a line."""
    return part(prefix, number, "place")


def remark(prefix: str, number: int) -> str:
    """What people said of an alert, or when it was over."""
    return part(prefix, number, "remark")


def own(number: int) -> str:
    """A line that tells a limit that a campaign has set for itself."""
    return f"alerts-own-{number}"
