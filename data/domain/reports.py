"""What becomes of moves that a dialer reports without SQL: judged one after another, all or none.

What a dialer may do by SQL without being asked, such as taking up a contact of a campaign that was
canceled, is refused here; what it only observes, however odd, is taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from data.domain.states import Kind, state_of


class Outcome(StrEnum):
    """What became of one reported move."""

    DONE = "done"
    UNCHANGED = "unchanged"  # the contact stands so already
    ERROR = "error"
    NOT_DONE = "not_done"  # it could have been, but for errors in other rows


class Fault(StrEnum):
    """Why a move is refused."""

    UNKNOWN_CONTACT = "unknown_contact"
    MOVED = "moved"
    FINAL = "final"
    NOT_IN_PROGRESS = "not_in_progress"
    NOT_CANCELED = "not_canceled"
    NOT_YOURS = "not_yours"


SENTENCES: Mapping[Fault, str] = {
    Fault.UNKNOWN_CONTACT: "There is no such contact.",
    Fault.MOVED: "The contact is not in the state that `from` says: somebody else has moved it.",
    Fault.FINAL: "The contact is done, or on the blacklist, and stays so.",
    Fault.NOT_IN_PROGRESS: "Its campaign is not in progress: let go of the contact.",
    Fault.NOT_CANCELED: "Its campaign has not been canceled.",
    Fault.NOT_YOURS: "An administrator removes contacts; give this one back as initial.",
}


@dataclass(frozen=True, slots=True)
class Report:
    """One move.

    `before` is the state that the contact is taken to be in, None where that is left open; `given`
    holds those of operator, reason and retry_at that are to be set.
    """

    contact_id: int
    state: str
    before: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """A contact as it stands, and the status of its campaign."""

    id: int
    campaign_id: int
    status: str
    state: str
    operator: str | None = None
    reason: str | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of one move; `after` is the contact as it stands then, None for an unknown."""

    outcome: Outcome
    after: Standing | None
    fault: Fault | None = None


def judge(reports: Iterable[Report], standing: Mapping[int, Standing]) -> list[Judgement]:
    """One judgement a move, in their order. Where one is an error, nothing is done at all."""
    now, found = dict(standing), []
    for report in reports:
        judged = _judged(report, now.get(report.contact_id))
        if judged.after is not None:
            now[report.contact_id] = judged.after
        found.append(judged)
    return found if all_well(found) else [_undone(judged, standing) for judged in found]


def all_well(judgements: Sequence[Judgement]) -> bool:
    """Whether no move is an error."""
    return not any(judged.fault for judged in judgements)


def _judged(report: Report, contact: Standing | None) -> Judgement:
    fault = _fault(report, contact)
    if contact is None or fault is not None:
        return Judgement(Outcome.ERROR, contact, fault)
    after = replace(contact, state=report.state, **report.given)
    return Judgement(Outcome.UNCHANGED if after == contact else Outcome.DONE, after)


def _fault(report: Report, contact: Standing | None) -> Fault | None:
    if contact is None:
        return Fault.UNKNOWN_CONTACT
    if report.before not in (None, contact.state):
        return Fault.MOVED  # into the wanted state, too: of two who claim it one has it
    if contact.state == report.state:
        return None
    refused = (fault for fault, holds in _RULES if holds(contact, report.state))
    return next(refused, None)


def _is_final(contact: Standing, state: str) -> bool:
    done = state_of(contact.state).kind is Kind.TERMINAL or contact.state == "blacklisted"
    return done and (contact.state, state) != ("success", "acw")


def _is_fenced(contact: Standing, state: str) -> bool:
    """A contact is taken up while its campaign is in progress; one that was taken up before a pause
    may still be dialed, but not after the end."""
    if state_of(state).kind is not Kind.IN_FLIGHT or contact.status == "in_progress":
        return False
    taken_up = state_of(contact.state).kind is Kind.IN_FLIGHT
    return not taken_up or (state == "calling" and contact.status != "paused")


def _is_not_canceled(contact: Standing, state: str) -> bool:
    return state == "canceled_by_admin" and contact.status not in ("canceling", "canceled")


_RULES = (
    (Fault.FINAL, _is_final),
    (Fault.NOT_YOURS, lambda _, state: state == "removed"),
    (Fault.NOT_CANCELED, _is_not_canceled),
    (Fault.NOT_IN_PROGRESS, _is_fenced),
)


def _undone(judged: Judgement, standing: Mapping[int, Standing]) -> Judgement:
    """The same where nothing is done: each contact stands as it did."""
    now = judged.after and standing[judged.after.id]
    outcome = Outcome.NOT_DONE if judged.outcome is Outcome.DONE else judged.outcome
    return Judgement(outcome, now, judged.fault)
