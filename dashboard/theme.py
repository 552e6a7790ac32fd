"""What a colour means: the tone of each state, and the groups in which states are counted."""

from dataclasses import dataclass
from enum import StrEnum

from data.domain.states import EVERY, OTHER_STATE, STATES, Kind, State


class Tone(StrEnum):
    """A colour with a meaning; the values are names of custom properties in `00-base.css`."""

    WAITING = "waiting"
    IN_FLIGHT = "in-flight"
    ON_LINE = "on-line"
    SUCCESS = "success"
    SOFT = "soft"
    WITHDRAWN = "withdrawn"
    OTHER = "other"

    @property
    def css(self) -> str:
        """The colour as CSS and the charts refer to it."""
        return f"var(--{self})"


_KIND_TONES = {
    Kind.WAITING: Tone.WAITING,
    Kind.IN_FLIGHT: Tone.IN_FLIGHT,
    Kind.SOFT_TERMINAL: Tone.SOFT,
    Kind.TERMINAL: Tone.WITHDRAWN,
}
_OWN_TONES = {
    "call_in_progress": Tone.ON_LINE,
    "success": Tone.SUCCESS,
    OTHER_STATE.code: Tone.OTHER,
}
TONES: dict[str, Tone] = {
    state.code: _OWN_TONES.get(state.code, _KIND_TONES[state.kind]) for state in EVERY
}

FUNNEL_TONES = (Tone.WAITING, Tone.IN_FLIGHT, Tone.IN_FLIGHT, Tone.ON_LINE, Tone.SUCCESS)


@dataclass(frozen=True, slots=True)
class Group:
    """States that are counted together; `help` says what they have in common."""

    key: str
    label: str
    tone: Tone
    help: str
    states: tuple[State, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its states."""
        return tuple(state.code for state in self.states)


def _of_kind(kind: Kind) -> tuple[State, ...]:
    return tuple(state for state in STATES if state.kind is kind and state.code != "success")


GROUPS: tuple[Group, ...] = (
    Group(
        "waiting", "Waiting", Tone.WAITING,
        "Nothing happens to them until the dialer acts.",
        _of_kind(Kind.WAITING),
    ),
    Group(
        "in_flight", "In flight", Tone.IN_FLIGHT,
        "The dialer, the PBX or an operator is busy with them.",
        _of_kind(Kind.IN_FLIGHT),
    ),
    Group(
        "success", "Success", Tone.SUCCESS,
        "The client has been contacted.",
        tuple(state for state in STATES if state.code == "success"),
    ),
    Group(
        "soft", "May come back", Tone.SOFT,
        "Closed, unless a rule or an administrator opens them again.",
        _of_kind(Kind.SOFT_TERMINAL),
    ),
    Group(
        "withdrawn", "Closed otherwise", Tone.WITHDRAWN,
        "Closed for good, without success.",
        _of_kind(Kind.TERMINAL),
    ),
    Group(
        "other", "Other", Tone.OTHER,
        "In a state this version does not know.",
        (OTHER_STATE,),
    ),
)  # fmt: skip
