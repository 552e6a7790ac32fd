"""What each deed does to a contact, by the state that it finds it in. Pure.

Nobody who is in a call is forced. A contact is in a call while it rings or talks, and while it is
held for an operator after the client has answered: in a predictive campaign always, in the others
where it came out of `calling` in this attempt. Before a call the dialer is asked to let it go.
A state that is not in the table may be a call, too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.domain.access import Permission
from data.domain.operation import Fate, Kind
from data.domain.states import OTHER, STATES, state_of
from data.domain.states import Kind as StateKind

WAITING = frozenset(state.code for state in STATES if state.kind is StateKind.WAITING)
HELD = frozenset({"awaiting_free_operator", "operator_assigned"})  # in a call, or before one
RESERVED = HELD | {"bcw"}
CALLS = frozenset({"calling", "call_in_progress"})


@dataclass(frozen=True, slots=True)
class Recipe:
    """One deed.

    to_state    where it moves contacts to
    action      what the audit calls that, for each contact
    moves       the states that it moves them from at once
    asks        those that the dialer is asked to give up; released when it does not
    drains      those that are let come to their end first
    ends        where a contact may have come to its end, to be moved from there after all
    command     what dialers are told of it
    """

    to_state: str
    action: str
    moves: frozenset[str]
    asks: frozenset[str] = frozenset()
    drains: frozenset[str] = CALLS
    ends: frozenset[str] = frozenset()
    command: str | None = None


RECIPES: Mapping[Kind, Recipe] = {
    Kind.CANCEL: Recipe(
        "canceled_by_admin", "contact.cancel", WAITING, RESERVED, command="campaign.cancel"
    ),
    # A result stays: success and what was canceled are left alone, unless a call brought it.
    Kind.REMOVE: Recipe(
        "removed",
        "contact.remove",
        WAITING
        | {
            "dial_failed",
            "canceled_by_client",
            "rejected_by_operator",
            "blacklisted",
            "invalid_record",
        },
        RESERVED,
        CALLS | {"acw"},
        frozenset({"success"}),
        command="contacts.remove",
    ),
    # Nobody is asked for anything: who is on the way is moved when they wait again.
    Kind.BLACKLIST: Recipe("blacklisted", "contact.blacklist", WAITING, drains=CALLS | RESERVED),
    Kind.LIFT: Recipe(
        "initial",
        "contact.lift",
        frozenset({"blacklisted"}),
        drains=frozenset(),
        command="blacklist.lift",
    ),
}


PERMISSIONS: Mapping[Kind, Permission] = {
    Kind.CANCEL: Permission.CANCEL_CAMPAIGN,
    Kind.REMOVE: Permission.REMOVE_CONTACTS,
    Kind.BLACKLIST: Permission.CHANGE_BLACKLIST,
    Kind.LIFT: Permission.CHANGE_BLACKLIST,
}


class Turn(StrEnum):
    """What a step does with a contact that it looks at."""

    MOVE = "move"
    WAIT = "wait"
    SKIP = "skip"


def fate_of(recipe: Recipe, state: str, *, on_line: bool) -> Fate:
    """What becomes of a contact; `on_line` says of a held one that its client has answered."""
    if on_line and state in HELD:
        return Fate.DRAINS
    if state in recipe.moves:
        return Fate.MOVED
    if state in recipe.asks:
        return Fate.ASKED
    return Fate.DRAINS if state in recipe.drains or _is_unknown(state) else Fate.UNTOUCHED


def turn_of(recipe: Recipe, state: str, *, on_line: bool, waited: bool, ripe: bool) -> Turn:
    """What to do now: `waited` where it was in a call before, `ripe` where the dialer has been
    asked for long enough."""
    fate = fate_of(recipe, state, on_line=on_line)
    if fate is Fate.MOVED or (fate is Fate.ASKED and ripe) or (waited and state in recipe.ends):
        return Turn.MOVE
    return Turn.SKIP if fate is Fate.UNTOUCHED else Turn.WAIT


def fates(recipe: Recipe, counted: Iterable[tuple[str, bool, int]]) -> dict[Fate, dict[str, int]]:
    """The contacts of each fate by state, of numbers by state and `on_line`."""
    found: dict[Fate, dict[str, int]] = {fate: {} for fate in Fate}
    for state, on_line, number in counted:
        of_fate = found[fate_of(recipe, state, on_line=on_line)]
        of_fate[state] = of_fate.get(state, 0) + number
    return found


def touched(planned: Mapping[Fate, Mapping[str, int]]) -> int:
    """How many contacts are moved, now or later."""
    return sum(
        sum(states.values()) for fate, states in planned.items() if fate is not Fate.UNTOUCHED
    )


def _is_unknown(state: str) -> bool:
    return state_of(state).code == OTHER
