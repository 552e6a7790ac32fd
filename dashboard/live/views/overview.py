"""`/`: all campaigns, and their sum."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from dashboard import ids
from dashboard.live.operation_slots import strip
from dashboard.live.props import Props, View
from dashboard.live.views import APP_TITLE
from dashboard.texts import t
from dashboard.theme import GROUPS
from data.domain.alerts import Alert, Severity, Status
from data.domain.metrics import closed_per_minute, is_worked_off
from data.domain.sight import Sight
from data.domain.snapshot import CampaignView

Problems = tuple[int, int]  # critical, warnings

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PARTS = 10**6  # rounded down: only what is complete is 1
_OPEN = (Status.FIRING, Status.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class Row:
    """A campaign's row of the overview, good for one minute and as long as its problems."""

    minute: int
    problems: Problems | None
    sizes: tuple[int, ...]
    done: int
    per_minute: float
    props: Props


_kept_rows: WeakKeyDictionary[CampaignView, Row] = WeakKeyDictionary()


def overview(sight: Sight) -> View:
    """The page of all campaigns. Numbers go as they are: the browser writes them."""
    views = sight.snapshot.campaigns
    minute = sight.snapshot.minute
    troubled = None if sight.alerts_error else _problems(sight.alerts)
    rows = {id: _row(view, minute, _of(troubled, id)) for id, view in views.items()}
    total = _total(rows.values())
    return {
        ids.DOCUMENT_TITLE: {"text": t(APP_TITLE)},
        ids.NO_ALERTS: {"hidden": sight.alerts_error is None},
        ids.CAMPAIGNS: {"hidden": not views, "data-other": "yes" if total["cell.other"] else "no"},
        ids.CAMPAIGNS_NONE: {"hidden": bool(views)},
        ids.CAMPAIGN_ROWS: {"rows": list(views)},
        **{ids.row(id): row.props for id, row in rows.items()},
        ids.ALL_CAMPAIGNS: total,
        **strip(sight),
    }


def _problems(alerts: Sequence[Alert]) -> Mapping[int, Problems]:
    """How many alerts of each severity the campaigns have that have any."""
    counts = Counter(
        (alert.campaign_id, alert.severity) for alert in alerts if alert.status in _OPEN
    )
    return {
        id: (counts[id, Severity.CRITICAL], counts[id, Severity.WARN])
        for id in {id for id, _ in counts}
    }


def _of(troubled: Mapping[int, Problems] | None, campaign_id: int) -> Problems | None:
    return None if troubled is None else troubled.get(campaign_id, (0, 0))


def _row(view: CampaignView, minute: int, problems: Problems | None) -> Row:
    """What was computed of the same view in the same minute serves again."""
    kept = _kept_rows.get(view)
    if kept is None or (kept.minute, kept.problems) != (minute, problems):
        kept = _kept_rows[view] = _new_row(view, minute, problems)
    return kept


def _new_row(view: CampaignView, minute: int, problems: Problems | None) -> Row:
    sizes = tuple(sum(view.counts[code] for code in group.codes) for group in GROUPS)
    per_minute = closed_per_minute(view, minute).value or 0
    props = {
        "cell.name": view.campaign.title,
        "cell.mode": view.campaign.mode,
        "cell.status": view.campaign.status,
        **_cells(sizes, view.closed, per_minute, problems),
        "cell.hour": _hour(view, minute),
    }
    return Row(minute, problems, sizes, view.closed, per_minute, props)


def _total(rows: Iterable[Row]) -> Props:
    every = list(rows)
    sizes = tuple(map(sum, zip(*(row.sizes for row in every), strict=True)))
    known = [row.problems for row in every if row.problems is not None]
    return _cells(
        sizes or (0,) * len(GROUPS),
        sum(row.done for row in every),
        round(sum(row.per_minute for row in every), 4),
        (sum(p[0] for p in known), sum(p[1] for p in known)) if len(known) == len(every) else None,
    )


def _cells(
    sizes: Sequence[int], done: int, per_minute: float, problems: Problems | None
) -> dict[str, Any]:
    total = sum(sizes)
    return {
        "cell.problems": None if problems is None else list(problems),
        "cell.progress": done * _PARTS // total / _PARTS if total else None,
        "cell.total": total,
        **{f"cell.{group.key}": size for group, size in zip(GROUPS, sizes, strict=True)},
        "cell.pace": per_minute,
    }


def _hour(view: CampaignView, minute: int) -> str:
    """Contacts closed in each whole minute of the last hour, as digits of its highest minute."""
    series = view.per_minute(filter(is_worked_off, view.minutes), minute)[:-1]
    highest = max(series)
    if not highest:
        return ""
    top = len(_DIGITS) - 1
    return "".join(_DIGITS[-(-count * top // highest)] for count in series)
