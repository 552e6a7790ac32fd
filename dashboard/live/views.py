"""What a live page shows of a snapshot: `{component id: {prop: value}}`, pure.

It is computed once for all who watch. `text`, `hidden`, `title`, `data-*`, `style.--*` are set on
the element itself, `series` goes to a chart, anything else is a property of the Dash component.
"""

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
from dashboard.figures import funnel, pace
from dashboard.theme import GROUPS
from data.domain.metrics import KPIS, Kpi, closed_per_minute
from data.domain.snapshot import Campaign, CampaignView, Snapshot
from data.domain.states import CAMPAIGN_STATUSES

Props = Mapping[str, Any]
View = Mapping[str, Props]

APP_TITLE = "Campaigns"


@dataclass(frozen=True, slots=True)
class Row:
    """A campaign's row of the overview, good for one minute."""

    minute: int
    per_minute: float
    props: Mapping[str, Props]


_kept_rows: WeakKeyDictionary[CampaignView, Row] = WeakKeyDictionary()
_ORDER = ("in_progress", "paused", "canceling", "initial", "finished", "canceled")


def overview(snapshot: Snapshot) -> View:
    """The page of all campaigns."""
    views = sorted(snapshot.campaigns.values(), key=lambda view: _rank(view.campaign))
    minute = snapshot.minute
    rows = [_campaign_row(view, minute) for view in views]
    return {
        ids.DOCUMENT_TITLE: {"text": APP_TITLE},
        ids.CAMPAIGNS: {"hidden": not views, "data-other": _yes_no(_any_other(views))},
        ids.CAMPAIGNS_NONE: {"hidden": bool(views)},
        ids.CAMPAIGN_ROWS: {"children": _rows(tuple(_head(view.campaign) for view in views))},
        **dict(chain.from_iterable(row.props.items() for row in rows)),
        **_total_row(views, sum(row.per_minute for row in rows)),
    }


def campaign(snapshot: Snapshot, campaign_id: int) -> View:
    """The page of one campaign, or of there being none."""
    view = snapshot.campaigns.get(campaign_id)
    if view is None:
        return {
            ids.DOCUMENT_TITLE: {"text": f"No campaign {campaign_id} · {APP_TITLE}"},
            ids.CAMPAIGN: {"hidden": True},
            ids.CAMPAIGN_NONE: {"hidden": False},
        }
    return {
        ids.DOCUMENT_TITLE: {"text": f"{view.campaign.title} · {APP_TITLE}"},
        ids.CAMPAIGN: {"hidden": False},
        ids.CAMPAIGN_NONE: {"hidden": True},
        ids.CAMPAIGN_EMPTY: {"hidden": view.total > 0},
        **_campaign_head(view.campaign),
        **dict(chain.from_iterable(_kpi(kpi, view, snapshot.minute).items() for kpi in KPIS)),
        **_funnel(view.funnel),
        **_states(view.counts),
        **_pace(view, snapshot.minute),
    }


def _rank(campaign: Campaign) -> tuple[int, int]:
    ranks = (*_ORDER, campaign.status)
    return ranks.index(campaign.status), campaign.id


def _head(campaign: Campaign) -> tuple[int, str, str]:
    return campaign.id, campaign.title, campaign.mode


@lru_cache(maxsize=8)
def _rows(heads: tuple[tuple[int, str, str], ...]) -> list[dict[str, Any]]:
    rows = [campaign_row(*head) for head in heads]
    plain: list[dict[str, Any]] = json.loads(json.dumps(rows, cls=PlotlyJSONEncoder))
    return plain


def _yes_no(fact: bool) -> str:
    return "yes" if fact else "no"


def _any_other(views: Iterable[CampaignView]) -> bool:
    return any(view.counts["other"] for view in views)


def _campaign_row(view: CampaignView, minute: int) -> Row:
    """What was computed of the same view in the same minute serves again."""
    kept = _kept_rows.get(view)
    if kept is None or kept.minute != minute:
        kept = _kept_rows[view] = _new_row(view, minute)
    return kept


def _new_row(view: CampaignView, minute: int) -> Row:
    row = ids.row(view.campaign.id)
    per_minute = closed_per_minute(view, minute).value or 0
    props = {
        ids.cell(row, "status"): _status(view.campaign),
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
        **{ids.cell(row, key): _count(size) for key, size in sizes.items()},
        ids.cell(row, "kinds"): {f"style.--n-{key}": size for key, size in sizes.items()},
        ids.cell(row, "total"): _count(total),
        ids.cell(row, "progress"): {"text": formats.share(done, total)},
        ids.cell(row, "progress-bar"): {"style.--share": _share(done, total)},
        ids.cell(row, "pace"): _value(formats.decimal(per_minute), per_minute),
    }


def _campaign_head(campaign: Campaign) -> dict[str, Props]:
    zone = formats.zone(campaign.timezone)
    return {
        ids.CAMPAIGN_NAME: {"text": campaign.title},
        ids.CAMPAIGN_MODE: {"text": formats.words(campaign.mode)},
        ids.CAMPAIGN_STATUS: _status(campaign),
        ids.CAMPAIGN_ZONE: {"text": zone.key},
    }


def _status(campaign: Campaign) -> Props:
    known = campaign.status in CAMPAIGN_STATUSES
    return {
        "text": formats.words(campaign.status),
        "data-status": campaign.status if known else "",
    }


def _kpi(kpi: Kpi, view: CampaignView, minute: int) -> dict[str, Props]:
    figure = kpi.compute(view, minute)
    return {
        ids.kpi(kpi.key): _value(formats.by_unit(kpi.unit, figure.value), figure.value),
        ids.kpi_fraction(kpi.key): {"text": formats.fraction(figure)},
    }


def _funnel(steps: tuple[int, ...]) -> dict[str, Props]:
    texts: dict[str, Props] = {ids.FUNNEL: {"series": funnel.series(steps)}}
    for number, (reached, before) in enumerate(zip(steps, (0, *steps), strict=False)):
        texts[ids.step(number)] = _count(reached)
        texts[ids.step_of_all(number)] = {"text": formats.share(reached, steps[0])}
        texts[ids.step_of_before(number)] = {"text": formats.share(reached, before)}
    return texts


def _states(counts: Mapping[str, int]) -> dict[str, Props]:
    largest = max(counts.values())
    return {
        **{ids.count(code): _count(number) for code, number in counts.items()},
        **{
            ids.bar(code): {"style.--share": _share(number, largest)}
            for code, number in counts.items()
        },
        **{
            ids.group(group.key): _count(sum(counts[code] for code in group.codes))
            for group in GROUPS
        },
    }


def _pace(view: CampaignView, minute: int) -> dict[str, Props]:
    zone = formats.zone(view.campaign.timezone)
    last = {line.key: pace.per_minute(line, view, minute)[-1] for line in pace.LINES}
    return {
        ids.PACE: {"series": pace.series(view, minute, zone)},
        ids.PACE_WINDOW: {"text": f"{pace.last_minute(minute, zone):%H:%M}"},
        **{ids.pace(key): _count(number) for key, number in last.items()},
    }


def _count(number: int) -> Props:
    return _value(formats.count(number), number)


def _value(text: str, value: float | None) -> Props:
    return {"text": text, "data-value": "" if value is None else value}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0
