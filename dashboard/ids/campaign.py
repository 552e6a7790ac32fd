"""The ids of the campaign page beside those in `dashboard.ids`."""

ALERTS = "campaign-alerts"

STILL = "campaign-still"
CANCEL = "campaign-cancel"
LEFT = "campaign-left"  # what a campaign that is being canceled still waits for
FINISH = "finish"

PACE_CUT = "pace-cut"


def reason(number: int) -> str:
    """One explanation of why nothing moves."""
    return f"reason-{number}"


def figure(key: str) -> str:
    """The place of a key figure with its label: hidden where the figure does not apply."""
    return f"figure-{key}"


def minute(number: int) -> str:
    """A row of the table of minutes."""
    return f"minute-{number}"


def flow(window: str) -> str:
    """The drawing of the moves in a window."""
    return f"flow-{window}"


def no_flow(window: str) -> str:
    """What stands there while nothing has moved in it."""
    return f"flow-{window}-none"


def move(number: int) -> str:
    """A row of the table of moves."""
    return f"move-{number}"


def stay(code: str) -> str:
    """The row of a state in the table of times."""
    return f"stay-{code}"


def stay_bar(code: str) -> str:
    """The lengths of its stays as a bar."""
    return f"stay-{code}-bar"


def attempt(number: int) -> str:
    """The row of an attempt."""
    return f"attempt-{number}"


def attempt_bar(number: int) -> str:
    """What it yields as a bar."""
    return f"attempt-{number}-bar"
