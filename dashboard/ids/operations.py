"""The ids of long deeds: the strip on every page, the line on the wall, their own pages."""

STRIP = "operations-strip"
MORE = "operations-more"
WALL = "wall-operation"
LIST = "operations"
OPERATION = "operation"


def slot(number: int) -> str:
    """One line of the strip."""
    return f"{STRIP}-{number}"


def part(number: int, name: str) -> str:
    """A part of a line: `stage`, `what`, `bar`, `facts`, `undo` or `until`."""
    return f"{slot(number)}-{name}"


def wall(name: str) -> str:
    """A part of the wall's line: `what`, `bar` or `facts`."""
    return f"{WALL}-{name}"
