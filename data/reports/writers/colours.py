"""The colours of the dashboard's light look, by kind of state.

They stand here again because this floor knows nothing of the screen's; a test compares them.
"""

from collections.abc import Mapping

from data.domain import states
from data.domain.states import EVERY, Kind

WAITING, IN_FLIGHT, ON_LINE, SUCCESS = "#64748b", "#0b5fd0", "#6d3bd1", "#1a7f42"
SOFT, WITHDRAWN, UNKNOWN = "#946200", "#8792a2", "#14181f"
INK, MUTED, LINE, SURFACE = "#14181f", "#55606e", "#d5dbe3", "#f6f7f9"
ALARM = "#c22b2b"

_OF_KIND = {
    Kind.WAITING: WAITING,
    Kind.IN_FLIGHT: IN_FLIGHT,
    Kind.SOFT_TERMINAL: SOFT,
    Kind.TERMINAL: WITHDRAWN,
}
_OWN = {"call_in_progress": ON_LINE, "success": SUCCESS, states.OTHER: UNKNOWN}
OF_STATES: Mapping[str, str] = {
    state.code: _OWN.get(state.code, _OF_KIND[state.kind]) for state in EVERY
}
OF_STEPS = (WAITING, IN_FLIGHT, IN_FLIGHT, ON_LINE, SUCCESS)

# The kinds as the pages name them, by their colour.
OTHER = "Other"
KINDS_OF_STATES: Mapping[str, str] = {
    "Waiting": WAITING,
    "In flight": IN_FLIGHT,
    "Success": SUCCESS,
    "May come back": SOFT,
    "Closed otherwise": WITHDRAWN,
    OTHER: UNKNOWN,
}
_NAMES = {colour: name for name, colour in KINDS_OF_STATES.items()} | {ON_LINE: "In flight"}
KIND_OF_STATES: Mapping[str, str] = {code: _NAMES[colour] for code, colour in OF_STATES.items()}
