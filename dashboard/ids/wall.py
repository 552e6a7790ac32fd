"""The ids of the wall. Its numbers have those of a campaign's page."""

WALL = "wall"  # and the first word of the ids of its alerts
BOARD = "wall-board"

NAME = "wall-name"
MODE = "wall-mode"
STATUS = "wall-status"
CLOCK = "wall-clock"
ZONE = "wall-zone"

FIGURES = "wall-figures"
STATES = "wall-states"
REST = "wall-rest"
REST_LABEL = "wall-rest-label"
REST_COUNT = "wall-rest-count"

ELSEWHERE = "wall-elsewhere"

NONE = "wall-none"
CALM = "wall-calm"
CALM_LAST = "wall-calm-last"
CALM_NEXT = "wall-calm-next"


def figure(key: str) -> str:
    """The tile of a key figure."""
    return f"wall-figure-{key}"


def beside(key: str) -> str:
    """What stands below a key figure."""
    return f"wall-figure-{key}-beside"


def line(code: str) -> str:
    """The line of a state."""
    return f"wall-line-{code}"


def shape(key: str) -> str:
    """The outline of what was counted per minute."""
    return f"wall-shape-{key}"


def most(key: str) -> str:
    """The most that was counted in a minute."""
    return f"wall-most-{key}"


def elsewhere(number: int) -> str:
    """One campaign of those that are in trouble while another is shown."""
    return f"{ELSEWHERE}-{number}"


def reach(number: int) -> str:
    """The bar of a step of the funnel."""
    return f"wall-reach-{number}"


def fact(id: str) -> str:
    """The box around a fact of the calm board."""
    return f"{id}-box"


def about(id: str) -> str:
    """What a fact of the calm board is about."""
    return f"{id}-about"


def details(id: str) -> str:
    """What stands below a fact of the calm board."""
    return f"{id}-details"
