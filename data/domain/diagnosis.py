"""Why nothing is moving: explanations from the states, the one that explains most first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from data.domain.metrics import is_attempt
from data.domain.snapshot import CampaignView, minute_of
from data.domain.states import STATES, Kind

QUIET_MINUTES = 2
_FAILING = 0.9  # of the last hour's attempts and failures
_IN_FLIGHT = tuple(state.code for state in STATES if state.kind is Kind.IN_FLIGHT)

Numbers = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One reason: a sentence with `{name}` where a number belongs, and the numbers."""

    key: str
    text: str
    numbers: Numbers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Rule:
    """`when` answers the numbers of the sentence, or None where it does not hold."""

    key: str
    text: str
    when: Callable[[CampaignView, int], Numbers | None]


def is_still(view: CampaignView, minute: int) -> bool:
    """Whether no contact has moved for two whole minutes, or the campaign is not in progress."""
    if view.campaign.status != "in_progress":
        return True
    began = view.campaign.started_at or view.campaign.created_at
    if began is not None and minute_of(began) >= minute - QUIET_MINUTES:
        return False
    moves = (edge for edge in view.minutes if None not in edge)
    return not any(view.per_minute(moves, minute)[-1 - QUIET_MINUTES :])


def explanations(view: CampaignView, minute: int) -> tuple[Explanation, ...]:
    """All that explains why nothing moves, the weightiest first."""
    answers = ((rule, rule.when(view, minute)) for rule in _RULES)
    return tuple(
        Explanation(rule.key, rule.text, numbers)
        for rule, numbers in answers
        if numbers is not None
    )


def _has_status(status: str) -> Callable[[CampaignView, int], Numbers | None]:
    return lambda view, _: {} if view.campaign.status == status else None


def _some(number: int, *, also: bool = True) -> Numbers | None:
    return {"n": number} if number and also else None


def _in_flight(view: CampaignView) -> int:
    return sum(view.counts[code] for code in _IN_FLIGHT)


def _only(*states: str) -> Callable[[CampaignView, int], Numbers | None]:
    """All that is in flight is in these states."""

    def when(view: CampaignView, _: int) -> Numbers | None:
        number = sum(view.counts[code] for code in states)
        return _some(number, also=number == _in_flight(view))

    return when


def _none_callable(view: CampaignView, _: int) -> Numbers | None:
    invalid, blacklisted = view.counts["invalid_record"], view.counts["blacklisted"]
    if not view.total or invalid + blacklisted < view.total:
        return None
    return {"n": view.total, "invalid": invalid, "blacklisted": blacklisted}


def _all_closed(view: CampaignView, minute: int) -> Numbers | None:
    is_done = view.closed == view.total and _none_callable(view, minute) is None
    return _some(view.total, also=is_done)


def _dialing_fails(view: CampaignView, minute: int) -> Numbers | None:
    entering = [edge for edge in view.minutes if edge[1] == "dial_failed" and edge[0] is not None]
    failed = sum(view.per_minute(entering, minute))
    attempts = sum(view.per_minute(filter(is_attempt, view.minutes), minute))
    return _some(failed, also=failed >= _FAILING * attempts)


def _only_retries(view: CampaignView, _: int) -> Numbers | None:
    rest = view.counts["initial"] + _in_flight(view)
    return _some(view.counts["retry_scheduled"], also=not rest)


def _none_taken(view: CampaignView, _: int) -> Numbers | None:
    running = view.campaign.status == "in_progress" and not _in_flight(view)
    return _some(view.counts["initial"], also=running)


_RULES: tuple[_Rule, ...] = (
    _Rule(
        "nothing_loaded", "No contact is loaded: there is nobody to call.",
        lambda view, _: {} if not view.total else None,
    ),
    _Rule(
        "paused", "The campaign is paused: no new contact is taken until it goes on.",
        _has_status("paused"),
    ),
    _Rule(
        "canceling", "The campaign is being canceled: the last calls come to their end.",
        _has_status("canceling"),
    ),
    _Rule(
        "canceled", "The campaign was canceled: nobody is called any more.",
        _has_status("canceled"),
    ),
    _Rule(
        "finished", "The campaign is finished: nobody is called any more.",
        _has_status("finished"),
    ),
    _Rule(
        "not_started", "The campaign has not been started yet.",
        _has_status("initial"),
    ),
    _Rule(
        "none_callable",
        "None of the {n} contacts can be called: {invalid} are invalid records, {blacklisted} are "
        "blacklisted.",
        _none_callable,
    ),
    _Rule(
        "all_closed", "All {n} contacts are closed: nobody is left to call.",
        _all_closed,
    ),
    _Rule(
        "dialing_fails",
        "Calls cannot be started: {n} failed to dial in the last hour, nearly all that were tried. "
        "Look at the PBX and the workstations.",
        _dialing_fails,
    ),
    _Rule(
        "no_operator",
        "All {n} contacts in flight wait for an operator who is free and accepts: everyone is "
        "busy, or nobody is logged in.",
        _only("awaiting_free_operator", "operator_assigned"),
    ),
    _Rule(
        "only_acw",
        "All {n} contacts in flight are in after-call work: no operator is free for the next call.",
        _only("acw"),
    ),
    _Rule(
        "only_bcw",
        "All {n} contacts in flight are in before-call work: no countdown has ended.",
        _only("bcw"),
    ),
    _Rule(
        "only_calls",
        "All {n} contacts in flight are in long calls: no operator is free for the next one.",
        _only("call_in_progress"),
    ),
    _Rule(
        "only_ringing",
        "All {n} contacts in flight are still ringing: the dialer has not reported how they ended.",
        _only("calling"),
    ),
    _Rule(
        "only_retries",
        "No contact is Initial any more: {n} wait for their next attempt.",
        _only_retries,
    ),
    _Rule(
        "none_taken",
        "{n} contacts are ready and none is taken: the dialer may have stopped, have no operators, "
        "or be outside its calling hours.",
        _none_taken,
    ),
    _Rule(
        "unknown_states",
        "{n} contacts are in states that this version does not know.",
        lambda view, _: _some(view.counts["other"]),
    ),
)  # fmt: skip
