"""What a question is about: which campaigns, which span, and what is called how."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial

from data.domain.report import Column, Kind, Question
from data.domain.snapshot import Campaign, minute_of, minute_start
from data.domain.states import state_of
from data.history.past import Past, Span
from data.queries import all_campaigns

CAMPAIGN = (
    Column("campaign_id", "Campaign no.", Kind.WHOLE, "The number of the campaign."),
    Column(
        "campaign", "Campaign", Kind.TEXT, "The name of the campaign, as it is now.", lasts=False
    ),
)  # fmt: skip
_TICK = timedelta(milliseconds=1)  # the finest step of a database's clock that is not ours


def span_of(past: Past, question: Question) -> Span:
    """The span of a question, whose end is an instant."""
    return Span(question.start, end_of(past, question))


def end_of(past: Past, question: Question) -> datetime:
    """The instant at which the span of a question ends. What was written in the very millisecond of
    the answer is known, and belongs to it."""
    return question.end or past.as_of + _TICK


def campaigns_of(past: Past, question: Question) -> list[Campaign]:
    """The campaigns that a question is about, by their ids: those that were asked for, or all that
    had a contact by the end of the span. So an old position answers for the same ones for ever.

    Raises TooManyCampaignsError.
    """
    known = {campaign.id: campaign for campaign in all_campaigns(past.connection)}
    asked = question.asked
    ids = _met(past, end_of(past, question)) if asked is None else set(asked)
    return [known.get(id) or _gone(id) for id in sorted(ids)]


def titles(past: Past) -> "Titles":
    """What campaigns are called."""
    return Titles({campaign.id: campaign.title for campaign in all_campaigns(past.connection)})


class Titles(dict[int, str]):
    """Names of campaigns by their ids; one that was deleted still has a history, and a number."""

    def __missing__(self, id: int) -> str:
        self[id] = _gone(id).title
        return self[id]


def among(asked: Collection[int] | None, column: str = "campaign_id") -> str:
    """SQL for whether a column holds one of the campaigns asked for; None is all."""
    if asked is None:
        return "true"
    return f"{column} IN ({', '.join(str(int(id)) for id in asked)})" if asked else "false"


def is_wanted(question: Question, state: str | None) -> bool:
    """Whether a question asks for a state, by its code or the one that it is shown as."""
    return not question.states or (shown(state) in question.states)


def shown(state: str | None) -> str | None:
    """A state's code, `other` for one that is not in the table, None outside the campaign."""
    return state and state_of(state).code


def begin_of(past: Past, campaigns: Sequence[int], end: datetime) -> datetime | None:
    """The minute of the first transition of any of the campaigns; None where there is none."""
    met = past.moves(campaigns, Span(None, end))
    if not sum(move.count for move in met):
        return None
    # A sum may begin with what the position does not know yet: then it began later.
    minutes = range(min(move.start for move in met), minute_of(end) + 1)
    has_begun = partial(_has_begun, past, campaigns)
    found = 0 if has_begun(minutes[0]) else bisect_left(minutes, True, key=has_begun)
    return minute_start(minutes[found])


def _has_begun(past: Past, campaigns: Sequence[int], minute: int) -> bool:
    """Whether something had happened by the end of a minute."""
    met = past.moves(campaigns, Span(None, minute_start(minute + 1)))
    return sum(move.count for move in met) > 0


def stretches(start: datetime, end: datetime, days: int = 1) -> list[datetime]:
    """Instants so many days apart, from `start` on, and `end`: a long span is read bit by bit."""
    step = timedelta(days=days)
    return [*(start + step * count for count in range(-(-(end - start) // step))), end]


def _met(past: Past, end: datetime) -> set[int]:
    sums: Counter[int] = Counter()
    for move in past.moves(None, Span(None, end)):
        sums[move.campaign_id] += move.count
    return {id for id, count in sums.items() if count}


def _gone(id: int) -> Campaign:
    return Campaign(id, None, "", "", "", None, "UTC", None, None, None)
