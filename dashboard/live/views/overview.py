"""`/`: all campaigns, and their sum."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any
from weakref import WeakKeyDictionary

from plotly.utils import PlotlyJSONEncoder

from dashboard import formats, ids
from dashboard.components.campaign_rows import campaign_row
from dashboard.live.props import Props, View, count, share, status, value
from dashboard.live.views import APP_TITLE
from dashboard.texts import language, t
from dashboard.theme import GROUPS
from data.domain.metrics import closed_per_minute
from data.domain.sight import Sight
from data.domain.snapshot import Campaign, CampaignView


@dataclass(frozen=True, slots=True)
class Row:
    """A campaign's row of the overview, good for one minute."""

    minute: int
    per_minute: float
    props: Mapping[str, Props]


_kept_rows: WeakKeyDictionary[CampaignView, dict[str, Row]] = WeakKeyDictionary()
_ORDER = ("in_progress", "paused", "canceling", "initial", "finished", "canceled")


def overview(sight: Sight) -> View:
    """The page of all campaigns."""
    views = sorted(sight.snapshot.campaigns.values(), key=lambda view: _rank(view.campaign))
    minute = sight.snapshot.minute
    rows = [_campaign_row(view, minute) for view in views]
    return {
        ids.DOCUMENT_TITLE: {"text": t(APP_TITLE)},
        ids.CAMPAIGNS: {"hidden": not views, "data-other": _yes_no(_any_other(views))},
        ids.CAMPAIGNS_NONE: {"hidden": bool(views)},
        ids.CAMPAIGN_ROWS: {"children": _rows(tuple(_head(view.campaign) for view in views))},
        **dict(chain.from_iterable(row.props.items() for row in rows)),
        **_total_row(views, sum(row.per_minute for row in rows)),
    }


def _rank(campaign: Campaign) -> tuple[int, int]:
    ranks = (*_ORDER, campaign.status)
    return ranks.index(campaign.status), campaign.id


def _head(campaign: Campaign) -> tuple[int, str, str]:
    return campaign.id, campaign.title, campaign.mode


def _rows(heads: tuple[tuple[int, str, str], ...]) -> list[dict[str, Any]]:
    return _rows_in(language(), heads)


@lru_cache(maxsize=8)
def _rows_in(_: str, heads: tuple[tuple[int, str, str], ...]) -> list[dict[str, Any]]:
    rows = [campaign_row(*head) for head in heads]
    plain: list[dict[str, Any]] = json.loads(json.dumps(rows, cls=PlotlyJSONEncoder))
    return plain


def _yes_no(fact: bool) -> str:
    return "yes" if fact else "no"


def _any_other(views: Iterable[CampaignView]) -> bool:
    return any(view.counts["other"] for view in views)


def _campaign_row(view: CampaignView, minute: int) -> Row:
    """What was computed of the same view in the same minute serves again."""
    rows = _kept_rows.setdefault(view, {})
    kept = rows.get(language())
    if kept is None or kept.minute != minute:
        kept = rows[language()] = _new_row(view, minute)
    return kept


def _new_row(view: CampaignView, minute: int) -> Row:
    row = ids.row(view.campaign.id)
    per_minute = closed_per_minute(view, minute).value or 0
    props = {
        ids.cell(row, "status"): status(view.campaign),
        **_numbers(row, view.counts, view.closed, per_minute),
    }
    return Row(minute, per_minute, props)


def _total_row(views: Sequence[CampaignView], per_minute: float) -> dict[str, Props]:
    counts = {
        code: sum(view.counts[code] for view in views) for group in GROUPS for code in group.codes
    }
    done = sum(view.closed for view in views)
    return _numbers(ids.ALL_CAMPAIGNS, counts, done, per_minute)


def _numbers(
    row: str, counts: Mapping[str, int], done: int, per_minute: float | None
) -> dict[str, Props]:
    sizes = {group.key: sum(counts[code] for code in group.codes) for group in GROUPS}
    total = sum(sizes.values())
    return {
        **{ids.cell(row, key): count(size) for key, size in sizes.items()},
        ids.cell(row, "kinds"): {f"style.--n-{key}": size for key, size in sizes.items()},
        ids.cell(row, "total"): count(total),
        ids.cell(row, "progress"): {"text": formats.share(done, total)},
        ids.cell(row, "progress-bar"): {"style.--share": share(done, total)},
        ids.cell(row, "pace"): value(formats.decimal(per_minute), per_minute),
    }
