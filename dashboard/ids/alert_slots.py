"""The ids of a list of alerts: `prefix` tells the lists of a page apart."""


def slot(prefix: str, number: int) -> str:
    """One line of the list."""
    return f"{prefix}-alert-{number}"


def part(prefix: str, number: int, name: str) -> str:
    """A part of a line: `severity`, `headline`, `detail` or `age`."""
    return f"{slot(prefix, number)}-{name}"


def more(prefix: str) -> str:
    """The line that says how many more there are."""
    return f"{prefix}-alerts-more"


def clear(prefix: str) -> str:
    """The line that says that there are none, or why they cannot be told."""
    return f"{prefix}-alerts-clear"
