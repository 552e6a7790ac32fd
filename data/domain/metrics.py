"""The key figures: one row each, a pure function and its definition in words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from data.domain.snapshot import CampaignView, Edge
from data.domain.states import is_open

CLOSING_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, with the fraction it comes from where it is a rate. `value` None is unknown."""

    value: float | None
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class Kpi:
    """One key figure. `unit` is `count`, `rate` (0..1) or `per_minute`."""

    key: str
    label: str
    unit: str
    definition: str
    compute: Callable[[CampaignView, int], Figure]  # the view, and the present minute


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


def closed_per_minute(view: CampaignView, minute: int) -> Figure:
    """Contacts closed per minute, the mean of the last five whole minutes."""
    series = view.per_minute(filter(is_worked_off, view.minutes), minute)
    return Figure(sum(series[-1 - CLOSING_MINUTES : -1]) / CLOSING_MINUTES)


def _connect_rate(view: CampaignView, _: int) -> Figure:
    return rate(view.moved(to="call_in_progress"), view.moved(source="calling"))


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
        "connect_rate", "Connect rate", "rate",
        "Calls that reached an operator, divided by attempts that have ended; "
        "attempts still ringing are left out. Since the campaign began.",
        _connect_rate,
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
