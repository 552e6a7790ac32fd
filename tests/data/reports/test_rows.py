"""Each report says what a plain recount of all moves says, in any zone and at any position."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.domain.report import Question
from data.history.past import Past
from data.log_tail import tail_for
from data.reports.kinds import KINDS
from data.reports.rows import abandonment, contacts, people, states, transitions
from data.reports.rows.scope import end_of
from tests.data.history.log import Row, empty
from tests.data.reports import lives, recounted
from tests.searches import examples

OF_LOG = [key for key, kind in KINDS.items() if kind.is_closed_by_log]


@pytest.fixture
def peopled(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Campaigns and contacts; pages so short that a few moves fill several."""
    monkeypatch.setattr(transitions, "WIDTH", 5)
    monkeypatch.setattr(contacts, "WIDTH", 2)
    monkeypatch.setattr(people, "MOST", 3)
    monkeypatch.setattr(states, "AT_ONCE", timedelta(hours=7))
    monkeypatch.setattr(states, "LONGEST_BY_QUARTERS", recounted.BY_QUARTERS)
    monkeypatch.setattr(states, "LONGEST_BY_HOURS", recounted.BY_HOURS)
    lives.people(engine)
    return engine


@pytest.mark.parametrize("kind", OF_LOG)
@settings(
    max_examples=examples(6),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to make a history small takes minutes
)
@given(data=st.data())
def test_a_report_is_what_the_log_says_at_any_position(
    peopled: Engine, kind: str, data: st.DataObject
) -> None:
    empty(peopled)
    history = data.draw(lives.histories())
    positions = []
    for batch in history.batches:
        lives.write(peopled, batch, data.draw(st.booleans()))
        with Past.of(peopled, tail_for(peopled)) as past:
            positions.append(past.position)
    question = data.draw(lives.questions(kind, history))
    for count, position in enumerate((*positions, None), 1):
        known = [row for batch in history.batches[:count] for row in batch]
        with Past.of(peopled, tail_for(peopled), position) as past:
            ended = replace(question, end=end_of(past, question))
            found = list(KINDS[kind].rows(past, question))
        SAME[kind](found, known, ended)


def same_transitions(found: Sequence[Any], known: Sequence[Row], question: Question) -> None:
    assert [row[1:] for row in found] == recounted.transitions(known, question)
    ids = [row[0] for row in found]
    assert ids == sorted(set(ids))


def same_summary(found: Sequence[Any], known: Sequence[Row], question: Question) -> None:
    expected = recounted.summary(known, question)
    for campaign, _, section, key, _, state, count, value, unit, part, whole, _ in found:
        assert value == pytest.approx(expected.pop((campaign, section, key))), (campaign, key)
        assert state == (key if campaign and section == "state" else None)
        assert count == (value if unit == "count" else None)
        assert part is None or value == (part / whole if whole else None)
    assert expected == {}


def same_abandonment(found: Sequence[Any], known: Sequence[Row], question: Question) -> None:
    assert [row[:-2] for row in found] == recounted.abandonment(known, question)
    assert {row[-2:] for row in found} <= {(abandonment.METHOD, abandonment.BLIND_SPOT)}


def same_states(found: Sequence[Any], known: Sequence[Row], question: Question) -> None:
    assert found == recounted.states(known, question)


def same_contacts(found: Sequence[Any], known: Sequence[Row], question: Question) -> None:
    assert found == recounted.contacts(known, question)


def same_attempts(found: Sequence[Any], known: Sequence[Row], question: Question) -> None:
    assert found == recounted.attempts(known, question)


SAME: dict[str, Callable[[Sequence[Any], Sequence[Row], Question], None]] = {
    "summary": same_summary,
    "states": same_states,
    "transitions": same_transitions,
    "contacts": same_contacts,
    "attempts": same_attempts,
    "abandonment": same_abandonment,
}
