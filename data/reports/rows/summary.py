"""States, funnel and key figures: of each campaign, and of all together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from data.domain.metrics import KPIS, PREVIEW, Figure, Kpi
from data.domain.report import Column, Kind, Question, Row
from data.domain.snapshot import Campaign, CampaignView, minute_of
from data.domain.states import EVERY, FUNNEL_STEPS
from data.history.past import Past
from data.history.views import view_at, view_between
from data.reports.rows.scope import CAMPAIGN, campaigns_of, end_of, is_wanted, span_of

# What is counted from the moves of the span alone; all else is as the page had it at its end.
OF_SPAN: Mapping[str, str] = {
    "connect_rate": "Calls that reached an operator, divided by attempts that ended: both in the "
    "span of the report.",
    "attempts": "Times a contact entered Calling in the span of the report.",
    "retries": "Times an attempt ended in Retry scheduled in the span of the report.",
    "ring": "Mean time in Calling, over all attempts that ended in the span of the report.",
    "talk": "Mean time in Call in progress, over all calls that ended in the span of the report.",
    "wrap": "Mean time in ACW, over all that ended in the span of the report.",
    "preparation": "Mean time in BCW, over all that ended in the span of the report.",
    "handling": "Mean talking plus mean wrap-up, in preview campaigns plus mean preparation, over "
    "all that ended in the span of the report. For campaigns of different modes together it is "
    "left out.",
}
REACHED = "Contacts that had reached this step, or one after it, when the span ended."
WORDS = (*OF_SPAN.values(), REACHED)
K = TypeVar("K")
STATE, FUNNEL, FIGURE = "state", "funnel", "figure"

COLUMNS = (
    Column(
        "campaign_id", "Campaign no.", Kind.WHOLE,
        "The number of the campaign; empty for all campaigns of the report together.",
    ),
    CAMPAIGN[1],
    Column(
        "section", "Section", Kind.TEXT,
        "What the row is of: state, funnel or figure.",
    ),
    Column("key", "Key", Kind.TEXT, "What programs call it."),
    Column("label", "Name", Kind.WORDS, "What people call it."),
    Column(
        "state", "State", Kind.STATE,
        "Which state a row of a campaign counts; empty in all other rows, those of all campaigns "
        "together, too: so that a sum counts nobody twice.",
    ),
    Column("count", "Count", Kind.WHOLE, "How many, where it is something that is counted."),
    Column("value", "Value", Kind.NUMBER, "The value, in its unit; empty where nothing is known."),
    Column("unit", "Unit", Kind.TEXT, "count, rate (0 to 1), ratio, per_minute or seconds."),
    Column("numerator", "Numerator", Kind.WHOLE, "Of a rate: what is divided."),
    Column(
        "denominator", "Denominator", Kind.WHOLE,
        "Of a rate: by what it is divided; of a mean: how many cases there were.",
    ),
    Column(
        "meaning", "Meaning", Kind.WORDS,
        "What the row tells. What is so “now” was so when the span ended; what is said of the last "
        "minutes, hours or days is said of those before its end.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A campaign, or several together, at the end of a span, and within it."""

    end: CampaignView
    span: CampaignView

    def figure(self, kpi: Kpi) -> Figure:
        """A key figure of them."""
        view = self.span if kpi.key in OF_SPAN else self.end
        return kpi.compute(view, self.end.minute)


def rows(past: Past, question: Question) -> Iterator[Row]:
    """A block of rows for each campaign, by their ids, then one for all together."""
    end, span = end_of(past, question), span_of(past, question)
    minute = minute_of(end)
    by_mode: dict[str, Pair] = {}
    for campaign in campaigns_of(past, question):
        pair = Pair(view_at(past, campaign, end), view_between(past, campaign, span))
        mode = campaign.mode
        by_mode[mode] = _together([by_mode[mode], pair], mode, minute) if mode in by_mode else pair
        yield from _block(question, campaign, {mode: pair}, minute)
    yield from _block(question, None, by_mode, minute)


def _block(
    question: Question, campaign: Campaign | None, by_mode: Mapping[str, Pair], minute: int
) -> Iterator[Row]:
    """The rows of a campaign, or of all: then `by_mode` are those of each mode together."""
    head = (campaign.id, campaign.title) if campaign else (None, None)
    view = _together(by_mode.values(), "", minute).end
    for state in EVERY:
        if is_wanted(question, state.code):
            count = view.counts[state.code]
            code = state.code if campaign else None
            yield (*head, STATE, state.code, state.label, code, *_counted(count), state.meaning)
    for step, (label, count) in enumerate(zip(FUNNEL_STEPS, view.funnel, strict=True)):
        yield (*head, FUNNEL, str(step), label, None, *_counted(count), REACHED)
    for kpi in KPIS:
        concerned = {mode: pair for mode, pair in by_mode.items() if kpi.applies_to(mode)}
        if concerned:
            figure = _figure(kpi, concerned, minute)
            meaning = OF_SPAN.get(kpi.key, kpi.definition)
            yield (*head, FIGURE, kpi.key, kpi.label, None, *_told(kpi, figure), meaning)


def _figure(kpi: Kpi, by_mode: Mapping[str, Pair], minute: int) -> Figure:
    if len(by_mode) == 1:
        return next(iter(by_mode.values())).figure(kpi)
    if kpi.key == "handling" and set(PREVIEW) & set(by_mode):
        return Figure(None)  # what it is made of differs
    return _together(by_mode.values(), "", minute).figure(kpi)


def _counted(count: int) -> tuple[int, float, str, None, None]:
    return count, float(count), "count", None, None


def _told(kpi: Kpi, figure: Figure) -> tuple[int | None, float | None, str, int | None, int | None]:
    value = None if figure.value is None else float(figure.value)
    count = int(value) if kpi.unit == "count" and value is not None else None
    return count, value, kpi.unit, figure.numerator, figure.denominator


def _together(pairs: Iterable[Pair], mode: str, minute: int) -> Pair:
    """Several as if they were one campaign."""
    pairs = list(pairs)
    return Pair(
        _sum([pair.end for pair in pairs], mode, minute),
        _sum([pair.span for pair in pairs], mode, minute),
    )


def _sum(views: list[CampaignView], mode: str, minute: int) -> CampaignView:
    campaign = Campaign(0, None, mode, "", "", None, "UTC", None, None, None)
    return CampaignView(
        campaign,
        cells=_added(view.cells for view in views),
        moves=_added(view.moves for view in views),
        minutes=_side_by_side(view.minutes for view in views),
        minute=minute,
        dwell=_side_by_side(view.dwell for view in views),
        dwell_ms=_added(view.dwell_ms for view in views),
        dials=_added(view.dials for view in views),
        hours={
            state: _added(view.hours.get(state, {}) for view in views)
            for state in {state for view in views for state in view.hours}
        },
    )


def _added(counts: Iterable[Mapping[K, int]]) -> Mapping[K, int]:
    sums: Counter[K] = Counter()
    for each in counts:
        sums.update(each)
    return sums


def _side_by_side(series: Iterable[Mapping[K, tuple[int, ...]]]) -> Mapping[K, tuple[int, ...]]:
    """Windows, or histograms, added slot by slot."""
    found: dict[K, list[tuple[int, ...]]] = defaultdict(list)
    for each in series:
        for key, numbers in each.items():
            found[key].append(numbers)
    return {key: tuple(map(sum, zip(*many, strict=True))) for key, many in found.items()}
