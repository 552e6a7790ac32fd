"""The key figures: one row each, a pure function and its definition in words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from data.domain.answered import DAY_HOURS, MONTH_HOURS, answered
from data.domain.snapshot import CampaignView, Edge
from data.domain.states import is_open

CLOSING_MINUTES = 5
ABANDONMENT_LIMIT = 0.03
PREVIEW = ("preview",)
PREDICTIVE = ("predictive",)
_UNCALLABLE = ("invalid_record", "blacklisted", "removed")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, with the fraction it comes from where it is a rate or a ratio; a mean carries the
    number of its cases as the denominator alone. `value` None is unknown."""

    value: float | None
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class Kpi:
    """One key figure. `unit` is `count`, `rate` (0..1), `ratio`, `per_minute` or `seconds`.

    `modes` None is every mode. `limit` is what the value should not exceed.
    """

    key: str
    label: str
    unit: str
    definition: str
    compute: Callable[[CampaignView, int], Figure]  # the view, and the present minute
    modes: tuple[str, ...] | None = None
    limit: float | None = None

    def applies_to(self, mode: str) -> bool:
        """Whether campaigns of the mode have this figure at all."""
        return self.modes is None or mode in self.modes


def rate(numerator: int, denominator: int) -> Figure:
    """A share with its fraction; unknown when there is nothing to divide by."""
    return Figure(numerator / denominator if denominator else None, numerator, denominator)


@cache
def is_closing(edge: Edge) -> bool:
    """Whether a move leads from an open state, or from outside, to a closed one."""
    left, entered = edge
    return entered is not None and not is_open(entered) and (left is None or is_open(left))


@cache
def is_worked_off(edge: Edge) -> bool:
    """Whether a move closes a contact that the campaign had open: a load closes nothing."""
    return edge[0] is not None and is_closing(edge)


def is_attempt(edge: Edge) -> bool:
    """Whether a move begins an attempt."""
    return edge[1] == "calling"


def in_last_minutes(view: CampaignView, minute: int, counts: Callable[[Edge], bool]) -> int:
    """The moves that `counts` chooses in the last five whole minutes."""
    series = view.per_minute(filter(counts, view.minutes), minute)
    return sum(series[-1 - CLOSING_MINUTES : -1])


def closed_per_minute(view: CampaignView, minute: int) -> Figure:
    """Contacts closed per minute, the mean of the last five whole minutes."""
    return Figure(in_last_minutes(view, minute, is_worked_off) / CLOSING_MINUTES)


def _attempts_per_minute(view: CampaignView, minute: int) -> Figure:
    return Figure(in_last_minutes(view, minute, is_attempt) / CLOSING_MINUTES)


def _dial_failures(view: CampaignView, minute: int) -> Figure:
    failed = in_last_minutes(view, minute, lambda edge: edge[1] == "dial_failed")
    return rate(failed, in_last_minutes(view, minute, is_attempt))


def _connect_rate(view: CampaignView, _: int) -> Figure:
    return rate(view.moved(to="call_in_progress"), view.moved(source="calling"))


def _penetration(view: CampaignView, _: int) -> Figure:
    callable_ = [
        (step, count) for (state, step), count in view.cells.items() if state not in _UNCALLABLE
    ]
    dialed = sum(count for step, count in callable_ if step >= 1)
    return rate(dialed, sum(count for _, count in callable_))


def _clients_waiting(view: CampaignView, _: int) -> Figure:
    return Figure(view.counts["awaiting_free_operator"] + view.counts["operator_assigned"])


def _mean_of(state: str) -> Callable[[CampaignView, int], Figure]:
    """The mean of the completed stays in a state, in seconds."""

    def mean(view: CampaignView, _: int) -> Figure:
        stays = sum(view.dwell.get(state, ()))
        milliseconds = view.dwell_ms.get(state, 0)
        return Figure(milliseconds / (1000 * stays) if stays else None, denominator=stays)

    return mean


_ring = _mean_of("calling")
_talk = _mean_of("call_in_progress")
_wrap = _mean_of("acw")
_preparation = _mean_of("bcw")


def _handling(view: CampaignView, minute: int) -> Figure:
    talk = _talk(view, minute)
    if talk.value is None:
        return talk
    parts = [_wrap, _preparation] if view.campaign.mode in PREVIEW else [_wrap]
    others = sum(part(view, minute).value or 0 for part in parts)
    return Figure(talk.value + others, denominator=talk.denominator)


def _abandonment(hours: int) -> Callable[[CampaignView, int], Figure]:
    """Of the clients who answered, the share that hung up before an operator was there."""

    def abandoned(view: CampaignView, minute: int) -> Figure:
        calls = answered(view, minute, hours)
        return rate(calls.abandoned, calls.total)

    return abandoned


KPIS: tuple[Kpi, ...] = (
    Kpi(
        "success", "Success", "count",
        "Contacts that are in Success now.",
        lambda view, _: Figure(view.counts["success"]),
    ),
    Kpi(
        "in_call", "In a call", "count",
        "Contacts that are in Call in progress now.",
        lambda view, _: Figure(view.counts["call_in_progress"]),
    ),
    Kpi(
        "clients_waiting", "Clients waiting", "count",
        "Clients on the line without an operator now: contacts in Awaiting for free operator or "
        "Operator assigned.",
        _clients_waiting, PREDICTIVE,
    ),
    Kpi(
        "connect_rate", "Connect rate", "rate",
        "Calls that reached an operator, divided by attempts that have ended; "
        "attempts still ringing are left out. Since the campaign began.",
        _connect_rate,
    ),
    Kpi(
        "contact_rate", "Contact rate", "rate",
        "Contacts that have ever talked with an operator, divided by contacts that have ever been "
        "dialed. All contacts of the campaign.",
        lambda view, _: rate(view.funnel[3], view.funnel[1]),
    ),
    Kpi(
        "penetration", "Penetration", "rate",
        "Contacts that have ever been dialed, divided by all contacts of the campaign; those that "
        "are now in Invalid record, Blacklisted or Removed are left out of both.",
        _penetration,
    ),
    Kpi(
        "success_of_loaded", "Success of loaded", "rate",
        "Contacts that have ever reached Success, divided by all contacts of the campaign.",
        lambda view, _: rate(view.funnel[4], view.funnel[0]),
    ),
    Kpi(
        "success_of_dialed", "Success of dialed", "rate",
        "Contacts that have ever reached Success, divided by contacts that have ever been dialed.",
        lambda view, _: rate(view.funnel[4], view.funnel[1]),
    ),
    Kpi(
        "success_of_connects", "Success of connects", "rate",
        "Contacts that have ever reached Success, divided by the times a contact entered Call in "
        "progress since the campaign began.",
        lambda view, _: rate(view.funnel[4], view.moved(to="call_in_progress")),
    ),
    Kpi(
        "attempts", "Attempts", "count",
        "Times a contact entered Calling, since the campaign began.",
        lambda view, _: Figure(view.moved(to="calling")),
    ),
    Kpi(
        "retries", "Retries", "count",
        "Times an attempt ended in Retry scheduled, since the campaign began.",
        lambda view, _: Figure(view.moved(to="retry_scheduled", source="calling")),
    ),
    Kpi(
        "attempts_per_contact", "Attempts per contact", "ratio",
        "Times a contact entered Calling since the campaign began, divided by contacts that have "
        "ever been dialed.",
        lambda view, _: rate(view.moved(to="calling"), view.funnel[1]),
    ),
    Kpi(
        "attempts_per_success", "Attempts per success", "ratio",
        "Times a contact entered Calling since the campaign began, divided by contacts that have "
        "ever reached Success.",
        lambda view, _: rate(view.moved(to="calling"), view.funnel[4]),
    ),
    Kpi(
        "ring", "Ringing", "seconds",
        "Mean time in Calling, over all attempts that have ended since the campaign began.",
        _ring,
    ),
    Kpi(
        "talk", "Talking", "seconds",
        "Mean time in Call in progress, over all calls that have ended since the campaign began.",
        _talk,
    ),
    Kpi(
        "wrap", "Wrap-up", "seconds",
        "Mean time in ACW, over all that have ended since the campaign began.",
        _wrap,
    ),
    Kpi(
        "preparation", "Preparation", "seconds",
        "Mean time in BCW, over all that have ended since the campaign began.",
        _preparation, PREVIEW,
    ),
    Kpi(
        "handling", "Handling", "seconds",
        "Mean talking plus mean wrap-up, in preview campaigns plus mean preparation, over all that "
        "have ended since the campaign began. The number of calls stands beside it.",
        _handling,
    ),
    Kpi(
        "abandonment_24h", "Abandoned, 24 h", "rate",
        "Clients who hung up before an operator was there, divided by these and the calls that "
        "reached an operator: in the last 24 whole hours and the running one. The limit is 3 %. "
        "A lower bound: calls that the dialer itself dropped are not in the states.",
        _abandonment(DAY_HOURS), PREDICTIVE, ABANDONMENT_LIMIT,
    ),
    Kpi(
        "abandonment_30d", "Abandoned, 30 days", "rate",
        "Clients who hung up before an operator was there, divided by these and the calls that "
        "reached an operator: in the last 720 whole hours and the running one. The limit is 3 %. "
        "A lower bound: calls that the dialer itself dropped are not in the states.",
        _abandonment(MONTH_HOURS), PREDICTIVE, ABANDONMENT_LIMIT,
    ),
    Kpi(
        "dial_failures", "Dial failures", "rate",
        "Times a contact entered Dial failed, divided by the times one entered Calling, in the "
        "last five whole minutes: the health of workstations, PBX and system.",
        _dial_failures,
    ),
    Kpi(
        "attempts_per_minute", "Attempts per minute", "per_minute",
        "Times a contact entered Calling, per minute: the mean of the last five whole minutes.",
        _attempts_per_minute,
    ),
    Kpi(
        "closed_per_minute", "Closed per minute", "per_minute",
        "Contacts that reached a closed state, per minute: the mean of the last five whole "
        "minutes.",
        closed_per_minute,
    ),
    Kpi(
        "left", "Left", "count",
        "Contacts that are still open: waiting, or somebody is busy with them.",
        lambda view, _: Figure(view.total - view.closed),
    ),
    Kpi(
        "progress", "Progress", "rate",
        "Contacts in a closed state, divided by all contacts of the campaign.",
        lambda view, _: rate(view.closed, view.total),
    ),
)  # fmt: skip
