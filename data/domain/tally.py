"""What the rules count in a campaign's numbers; kept until these or the minute are others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from data.domain.alerts import Finding, Severity, Shared
from data.domain.answered import DAY_HOURS, MODE, MONTH_HOURS, Answered, answered
from data.domain.snapshot import WINDOW_MINUTES, CampaignView, Edge
from data.domain.states import Verdict, verdict
from data.domain.thresholds import RETRY

FINAL = ("success", "canceled_by_admin", "removed")
DIALING = (
    "initial",
    "awaiting_free_operator",
    "operator_assigned",
    "bcw",
    "calling",
    "call_in_progress",
)
READY = ("initial", RETRY)
FAILURE_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Attempts:
    """Calls that could not be started, of all that were to be."""

    failed: int
    tried: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts at one minute: moves of the last hour that should not have been, attempts of the
    last minutes and of the hour, answered calls by the hours they are of (predictive only)."""

    minute: int
    moves: tuple[Finding, ...]
    attempts: Attempts
    hour: Attempts
    answered: tuple[tuple[str, Answered], ...]


_kept: WeakKeyDictionary[CampaignView, Tally] = WeakKeyDictionary()


def tally(view: CampaignView, minute: int) -> Tally:
    """The counts of a view, counted once in a minute."""
    kept = _kept.get(view)
    if kept is None or kept.minute != minute:
        kept = _kept[view] = Tally(
            minute,
            tuple(_moves(view, minute)),
            _attempts(view, minute, FAILURE_MINUTES),
            _attempts(view, minute, WINDOW_MINUTES),
            tuple(_answered(view, minute)),
        )
    return kept


def recent(view: CampaignView, edges: Iterable[Edge], minute: int, last: int) -> int:
    """Transitions along any of `edges` in the last minutes, the present one among them."""
    slots = last - max(0, minute - view.minute)
    return sum(sum(view.minutes[edge][-slots:]) for edge in edges) if slots > 0 else 0


def _moves(view: CampaignView, minute: int) -> Iterator[Finding]:
    """What has moved in the last hour as it should not have."""
    wrong: dict[tuple[str, str | None], list[Edge]] = defaultdict(list)
    for edge in view.minutes:
        if kind := _wrong(view.campaign.mode, edge):
            wrong[kind].append(edge)
    for (cause, state), edges in wrong.items():
        if count := recent(view, edges, minute, WINDOW_MINUTES):
            severity = Severity.WARN if state is None else Severity.CRITICAL
            shared = _commonest(view, edges, minute)
            yield Finding(view.campaign.id, cause, state, severity, count, shared=shared)


@cache
def _wrong(mode: str, edge: Edge) -> tuple[str, str | None] | None:
    """The cause that a move belongs to, and the state that was left; None where it may be."""
    if edge[0] in FINAL and edge[1] in DIALING:
        return "reopened", edge[0]
    return ("unexpected_move", None) if verdict(mode, *edge) is Verdict.UNEXPECTED else None


def _commonest(view: CampaignView, edges: Sequence[Edge], minute: int) -> tuple[Shared, ...]:
    counted = {edge: recent(view, [edge], minute, WINDOW_MINUTES) for edge in edges}
    (left, entered), count = max(counted.items(), key=lambda item: item[1])
    most = 2 * count > sum(counted.values())
    return (Shared("move", f"{left or ''}>{entered or ''}", count),) if most else ()


def _attempts(view: CampaignView, minute: int, last: int) -> Attempts:
    failed = [edge for edge in view.minutes if edge[1] == "dial_failed" and edge[0] is not None]
    unrung = [edge for edge in failed if edge[0] != "calling"]
    rung = [edge for edge in view.minutes if edge[1] == "calling"]
    failures = recent(view, failed, minute, last)
    return Attempts(failures, max(failures, recent(view, (*unrung, *rung), minute, last)))


def _answered(view: CampaignView, minute: int) -> Iterator[tuple[str, Answered]]:
    """A day and a month; in a young campaign, whose month is a day, only the day."""
    if view.campaign.mode == MODE:
        day, month = (answered(view, minute, hours) for hours in (DAY_HOURS, MONTH_HOURS))
        yield "abandoned_day", day
        if month != day:
            yield "abandoned_month", month
