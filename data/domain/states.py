"""The 16 contact states and the moves between them: one row each.

A state outside this table is kept by the database, counted under `OTHER` and shown; it never
drops out of a sum.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What has to happen before a contact in this state goes on."""

    WAITING = "waiting"  # nothing, until the dialer acts
    IN_FLIGHT = "in_flight"  # somebody or something is busy with it
    TERMINAL = "terminal"  # it is done for good
    SOFT_TERMINAL = "soft_terminal"  # it is done, unless a rule or an administrator reopens it


class Verdict(StrEnum):
    """How a move is to be taken in a campaign of a given mode."""

    EXPECTED = "expected"
    TOLERATED = "tolerated"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class State:
    """One contact state: `funnel_step` is the step it proves, None where it proves nothing."""

    code: str
    label: str
    kind: Kind
    funnel_step: int | None
    wire_alias: str
    meaning: str


MODES = ("preview", "progressive", "predictive")
CAMPAIGN_STATUSES = ("initial", "in_progress", "paused", "canceling", "canceled", "finished")
GOALS = ("no_contacts", "empty")
FUNNEL_STEPS = ("Loaded", "Dialed", "Answered", "Talked", "Success")

STATES: tuple[State, ...] = (
    State(
        "initial", "Initial", Kind.WAITING, 0, "INITIAL",
        "On the list, ready to be called.",
    ),
    State(
        "awaiting_free_operator", "Awaiting for free operator", Kind.IN_FLIGHT, None,
        "AWAITING_FREE_OPERATOR",
        "Every operator is busy; the routing looks for the next free one.",
    ),
    State(
        "operator_assigned", "Operator assigned", Kind.IN_FLIGHT, None, "OPERATOR_ASSIGNED",
        "Offered to an operator, who has yet to accept it in the console and may refuse.",
    ),
    State(
        "bcw", "BCW", Kind.IN_FLIGHT, None, "BCW",
        "Before Call Work: the operator prepares. The call starts when the countdown ends, "
        "or sooner when the operator clicks Call.",
    ),
    State(
        "calling", "Calling", Kind.IN_FLIGHT, 1, "CALLING",
        "It is ringing: the client will answer, reject or stay out of reach.",
    ),
    State(
        "call_in_progress", "Call in progress", Kind.IN_FLIGHT, 3, "CALL_IN_PROGRESS",
        "Client and operator are talking.",
    ),
    State(
        "acw", "ACW", Kind.IN_FLIGHT, 3, "ACW",
        "After Call Work: the call is over, the operator writes down its details.",
    ),
    State(
        "success", "Success", Kind.TERMINAL, 4, "SUCCESS",
        "The client has been contacted.",
    ),
    State(
        "retry_scheduled", "Retry scheduled", Kind.WAITING, None, "RETRY_SCHEDULED",
        "An attempt did not connect (rejected or out of reach); the next one has its time.",
    ),
    State(
        "dial_failed", "Dial failed", Kind.SOFT_TERMINAL, None, "DIAL_FAILED",
        "The call could not be started: trouble with a workstation, the PBX or the system.",
    ),
    State(
        "canceled_by_client", "Canceled by client", Kind.SOFT_TERMINAL, 2, "CANCELLED_BY_CLIENT",
        "Predictive only: the client answered and hung up before an operator was there.",
    ),
    State(
        "rejected_by_operator", "Rejected by operator", Kind.SOFT_TERMINAL, None,
        "CANCELLED_BY_OPERATOR",
        "Preview only: the operator called the dialing off.",
    ),
    State(
        "blacklisted", "Blacklisted", Kind.SOFT_TERMINAL, None, "BLACKLISTED",
        "The number is on the blacklist; an administrator can take it off.",
    ),
    State(
        "invalid_record", "Invalid record", Kind.TERMINAL, None, "INVALID_RECORD",
        "The phone number is blank or holds letters or other signs.",
    ),
    State(
        "canceled_by_admin", "Canceled by admin", Kind.TERMINAL, None, "CANCELLED_BY_ADMIN",
        "The campaign was ended, by an administrator or through the Public API; "
        "nobody will call this contact any more.",
    ),
    State(
        "removed", "Removed", Kind.TERMINAL, None, "REMOVED",
        "The contact was deleted, by an administrator or through the Public API.",
    ),
)  # fmt: skip

OTHER = "other"
OTHER_STATE = State(
    OTHER, "Other", Kind.IN_FLIGHT, None, "",
    "A state this version does not know. It is counted, and open, until it moves on.",
)  # fmt: skip

BY_CODE: Mapping[str, State] = {state.code: state for state in STATES}
CODES: tuple[str, ...] = tuple(BY_CODE)
EVERY: tuple[State, ...] = (*STATES, OTHER_STATE)

# The three letters stand for preview, progressive, predictive.
_LETTERS = {"E": Verdict.EXPECTED, "T": Verdict.TOLERATED, "U": Verdict.UNEXPECTED}
MOVES: Mapping[tuple[str | None, str], str] = {
    (None, "initial"): "EEE",
    (None, "invalid_record"): "EEE",
    (None, "blacklisted"): "EEE",
    ("initial", "invalid_record"): "EEE",
    ("initial", "blacklisted"): "EEE",
    ("initial", "awaiting_free_operator"): "EET",
    ("initial", "operator_assigned"): "EET",
    ("initial", "calling"): "TTE",
    ("initial", "dial_failed"): "ETT",
    ("awaiting_free_operator", "operator_assigned"): "EET",
    ("operator_assigned", "awaiting_free_operator"): "EEE",
    ("operator_assigned", "operator_assigned"): "TTT",
    ("operator_assigned", "initial"): "TTT",
    ("operator_assigned", "bcw"): "EUU",
    ("operator_assigned", "calling"): "TEU",
    ("operator_assigned", "rejected_by_operator"): "EUU",
    ("operator_assigned", "dial_failed"): "ETT",
    ("operator_assigned", "call_in_progress"): "UTE",
    ("operator_assigned", "canceled_by_client"): "UUE",
    ("bcw", "calling"): "EUU",
    ("bcw", "rejected_by_operator"): "EUU",
    ("bcw", "dial_failed"): "ETT",
    ("calling", "call_in_progress"): "EEE",
    ("calling", "awaiting_free_operator"): "UTE",
    ("calling", "operator_assigned"): "UTE",
    ("calling", "retry_scheduled"): "EEE",
    ("calling", "dial_failed"): "EEE",
    ("calling", "rejected_by_operator"): "EUU",
    ("calling", "canceled_by_client"): "UUE",
    ("calling", "canceled_by_admin"): "TTT",
    ("awaiting_free_operator", "call_in_progress"): "UTE",
    ("awaiting_free_operator", "canceled_by_client"): "UUE",
    ("call_in_progress", "success"): "EEE",
    ("call_in_progress", "acw"): "EEE",
    ("call_in_progress", "canceled_by_admin"): "TTT",
    ("acw", "success"): "EEE",
    ("acw", "retry_scheduled"): "TTT",
    ("success", "acw"): "TTT",
    ("retry_scheduled", "awaiting_free_operator"): "EET",
    ("retry_scheduled", "operator_assigned"): "EET",
    ("retry_scheduled", "calling"): "TTE",
    ("retry_scheduled", "initial"): "TTT",
    ("retry_scheduled", "blacklisted"): "EEE",
    ("dial_failed", "retry_scheduled"): "TTT",
    ("canceled_by_client", "retry_scheduled"): "TTT",
    ("rejected_by_operator", "retry_scheduled"): "TTT",
    ("rejected_by_operator", "initial"): "TTT",
    ("blacklisted", "initial"): "EEE",
    ("initial", "canceled_by_admin"): "EEE",
    ("awaiting_free_operator", "canceled_by_admin"): "EEE",
    ("operator_assigned", "canceled_by_admin"): "EEE",
    ("bcw", "canceled_by_admin"): "EEE",
    ("retry_scheduled", "canceled_by_admin"): "EEE",
    ("initial", "removed"): "EEE",
    ("awaiting_free_operator", "removed"): "EEE",
    ("retry_scheduled", "removed"): "EEE",
    ("operator_assigned", "removed"): "TTT",
    ("bcw", "removed"): "TTT",
    ("success", "removed"): "TTT",
    ("dial_failed", "removed"): "TTT",
    ("canceled_by_client", "removed"): "TTT",
    ("rejected_by_operator", "removed"): "TTT",
    ("invalid_record", "removed"): "EEE",
    ("blacklisted", "removed"): "TTT",
    ("canceled_by_admin", "removed"): "TTT",
}


def state_of(code: str) -> State:
    """The row of a state code; `OTHER_STATE` for a code that is not in the table."""
    return BY_CODE.get(code, OTHER_STATE)


def is_open(code: str) -> bool:
    """Whether a contact in this state still has something ahead of it."""
    return state_of(code).kind in (Kind.WAITING, Kind.IN_FLIGHT)


def verdict(mode: str, from_state: str | None, to_state: str | None) -> Verdict:
    """How the move is to be taken; a move that is not listed is unexpected.

    A deleted contact (`to_state` None) is tolerated: somebody cleaned up by hand.
    """
    if to_state is None:
        return Verdict.TOLERATED
    letters = MOVES.get((from_state, to_state), "UUU")
    return _LETTERS[letters[MODES.index(mode)]] if mode in MODES else Verdict.UNEXPECTED
