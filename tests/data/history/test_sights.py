"""The page of any second of the past is the page that was shown, and what a plain recount says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, update

from dashboard.live.props import View
from dashboard.live.views.campaign import campaign as page
from data.domain.course import Turn
from data.domain.metrics import KPIS
from data.domain.sight import Sight
from data.domain.snapshot import Front, Snapshot, advance, minute_of
from data.domain.states import EVERY, FUNNEL_STEPS
from data.history import sights as module
from data.history.life import life_of
from data.history.past import Past
from data.history.sights import campaign_then, instants_from, sight_at, sights
from data.history.sums import add_up
from data.log_tail import tail_for
from data.schema.tables import campaign_statuses, log_floor
from tests.dashboard.snapshots import campaign
from tests.data.domain.histories import MINUTE, histories
from tests.data.history.log import Row, empty, unguarded, write_log
from tests.data.recount import Step, contacts_of, figures, proven
from tests.data.sql import executed
from tests.searches import examples

END = datetime.fromtimestamp(60 * MINUTE + 60, UTC)
AGO = st.sampled_from((0, 1, 59, 60, 61, 200, 3600, 3601, 90_000)) | st.integers(0, 5_000)


def rows_of(steps: Sequence[Step], mode: str) -> list[Row]:
    """The rows that triggers would have written for these steps."""
    reached: dict[int, int] = {}
    rows = []
    for step in steps:
        before = reached.get(step.contact)
        after = max(before or 0, proven(mode, step.left, step.entered)) if step.entered else None
        reached[step.contact] = after or 0
        at = datetime.fromtimestamp(step.second, UTC)
        named = [None if state == "other" else state for state in (step.left, step.entered)]
        left = step.left and (named[0] or "hypnotized")
        entered = step.entered and (named[1] or "hypnotized")
        rows.append(
            Row(7, step.contact, left, entered, at, step.dwell, step.attempt, before, after)
        )
    return rows


def then(steps: Sequence[Step], at: datetime) -> list[Step]:
    """What had happened by then; times are kept to the millisecond."""
    return [step for step in steps if round(step.second, 3) < at.timestamp()]


@settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(story=histories(), ago=AGO, summed=st.booleans())
def test_any_second_is_a_plain_recount_of_what_came_before(
    engine: Engine, story: Any, ago: int, summed: bool
) -> None:
    at, tail = END - timedelta(seconds=ago), tail_for(engine)
    empty(engine)
    write_log(engine, rows_of(story.steps, story.mode))
    if summed:
        assert add_up(engine, tail)
    with Past.of(engine, tail) as past:
        sight = sight_at(past, campaign(7, mode=story.mode), at)
    view = sight.snapshot.campaigns[7]
    before = then(story.steps, at)
    contacts = contacts_of(before, story.mode).values()
    codes = [state for state, _ in contacts]
    assert dict(view.counts) == {state.code: codes.count(state.code) for state in EVERY}
    assert view.total == len(codes)
    reached = [sum(step >= least for _, step in contacts) for least in range(len(FUNNEL_STEPS))]
    assert list(view.funnel) == reached
    expected = figures(before, story.mode, minute_of(at))
    found = {kpi.key: kpi.compute(view, sight.snapshot.minute).value for kpi in KPIS}
    assert found == pytest.approx(expected)


@settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))
@given(story=histories(), ago=AGO, step=st.sampled_from((1, 15, 60, 900)), data=st.data())
def test_a_replay_shows_what_the_live_page_showed(
    engine: Engine, story: Any, ago: int, step: int, data: st.DataObject
) -> None:
    """The page of a feed that stopped at the instant, the page read from the past, and the page
    folded on from an instant before are one."""
    at, tail = END - timedelta(seconds=ago), tail_for(engine)
    rows = rows_of(story.steps, story.mode)
    known = len(then(story.steps, at))
    empty(engine)
    write_log(engine, rows[:known])
    live = shown(stopped_feed(engine, story.mode, at))
    write_log(engine, rows[known:])
    if data.draw(st.booleans()):
        assert add_up(engine, tail)
    number, pause = data.draw(st.integers(1, 5)), timedelta(seconds=step)
    instants = instants_from(at - number * pause, pause, number + 1, END)
    with Past.of(engine, tail) as past:
        told = sights(past, campaign(7, mode=story.mode), instants)
        read = sight_at(past, campaign(7, mode=story.mode), at)
    assert shown(read) == live
    assert shown(told[number]) == live
    assert [one.snapshot.as_of for one in told][-1] == at


def shown(sight: Sight) -> View:
    """The page, whose alerts are another matter."""
    return page(replace(sight, alerts_error=None), 7)


def stopped_feed(engine: Engine, mode: str, at: datetime) -> Sight:
    """What a feed folds of the log as it stands, at an instant."""
    tail = tail_for(engine)
    with tail.open(engine) as connection, connection.begin():
        position = tail.look(connection).position
        changes = tail.difference(connection, None, position, minute_of(at))
    views = advance({}, [campaign(7, mode=mode)], changes, minute_of(at))
    return Sight(Snapshot(1, 1, "", "", at, Front(0), views))


def busy(engine: Engine, seconds: int) -> None:
    """A contact that is loaded in each second, the first at BEGAN."""
    each = range(seconds)
    write_log(engine, [Row(7, n, None, "initial", BEGAN + n * SECOND, to_step=0) for n in each])


BEGAN = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def totals(told: Sequence[Sight]) -> list[int]:
    return [one.snapshot.campaigns[7].total for one in told]


def test_a_long_replay_asks_no_more_questions_than_a_short_one(engine: Engine) -> None:
    busy(engine, 50)
    asked = {}
    for number in (2, 40):
        with executed(engine) as statements, Past.of(engine, tail_for(engine)) as past:
            told = sights(past, campaign(7), instants_from(BEGAN, SECOND, number, END))
        assert totals(told) == list(range(number))
        asked[number] = len(statements)
    assert asked[2] == asked[40]


def test_where_too_much_happened_the_replay_ends_early_and_exact(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy(engine, 50)
    monkeypatch.setattr(module, "MOST_ROWS", 10)
    with Past.of(engine, tail_for(engine)) as past:
        told = sights(past, campaign(7), instants_from(BEGAN, SECOND, 40, END))
        assert totals(told) == list(range(11))
        monkeypatch.setattr(module, "MOST_ROWS", 0)
        told = sights(past, campaign(7), instants_from(BEGAN + SECOND, SECOND, 9, END))
        assert totals(told) == [1]


def test_where_a_clock_went_back_the_next_reading_goes_on(engine: Engine) -> None:
    late = [
        Row(7, 1, "initial", "calling", BEGAN + SECOND, 1.0, 1, 0, 1),  # before it was there
        Row(7, 1, None, "initial", BEGAN + 3 * SECOND, to_step=0),
    ]
    write_log(engine, late)
    with Past.of(engine, tail_for(engine)) as past:
        assert len(sights(past, campaign(7), instants_from(BEGAN, SECOND, 9, END))) == 2
        after = sights(past, campaign(7), instants_from(BEGAN + 4 * SECOND, SECOND, 9, END))
    assert totals(after) == [1] * 9


def test_where_only_minutes_are_kept_each_instant_is_the_beginning_of_its_minute(
    engine: Engine,
) -> None:
    tail, minute = tail_for(engine), timedelta(minutes=1)
    busy(engine, 200)
    assert add_up(engine, tail)
    with unguarded(engine) as connection:
        connection.execute(update(log_floor).values(at=BEGAN + 2 * minute, last_id=10**6))
    with Past.of(engine, tail) as past:
        below = sights(past, campaign(7), instants_from(BEGAN + 45 * SECOND, 30 * SECOND, 9, END))
        assert totals(below) == [0, 60, 60]  # and there it ends: from the floor on it is read anew
        as_of = [one.snapshot.as_of for one in below]
        assert as_of == [BEGAN, BEGAN + minute, BEGAN + minute]
        above = sights(past, campaign(7), instants_from(BEGAN + 2 * minute, 30 * SECOND, 2, END))
    assert totals(above) == [120, 150]


def test_no_instant_lies_beyond_the_end() -> None:
    assert instants_from(BEGAN, SECOND, 9, BEGAN + 2 * SECOND) == [
        BEGAN, BEGAN + SECOND, BEGAN + 2 * SECOND,
    ]  # fmt: skip
    assert instants_from(BEGAN, SECOND, 9, BEGAN - SECOND) == [BEGAN]


def test_a_campaign_has_the_status_that_it_had(engine: Engine) -> None:
    hour = timedelta(hours=1)
    course = [Turn("initial", BEGAN), Turn("in_progress", BEGAN + hour)]
    ended = campaign(7, status="finished", started_at=BEGAN + hour, ended_at=BEGAN + 2 * hour)
    before, started, at_end = (campaign_then(ended, course, BEGAN + n * hour) for n in (-1, 1, 2))
    assert (before.status, before.started_at, before.ended_at) == ("initial", None, None)
    assert (started.status, started.started_at, started.ended_at) == (
        "in_progress", BEGAN + hour, None,
    )  # fmt: skip
    assert at_end.ended_at == BEGAN + 2 * hour
    with unguarded(engine) as connection:
        connection.execute(
            insert(campaign_statuses),
            [{"campaign_id": 7, "status": turn.status, "at": turn.at} for turn in course],
        )
    instants = [BEGAN, BEGAN + hour]
    with Past.of(engine, tail_for(engine)) as past:
        views = [one.snapshot.campaigns[7] for one in sights(past, ended, instants)]
    assert [view.campaign.status for view in views] == ["initial", "in_progress"]


def test_a_life_is_cut_into_as_many_pieces_as_can_be_shown(engine: Engine) -> None:
    tail = tail_for(engine)
    busy(engine, 90)
    for _ in range(2):  # not summed yet, and summed
        with Past.of(engine, tail) as past:
            life = life_of(past, campaign(7))
            assert life.until == past.as_of
        assert (life.began, sum(life.moves.values())) == (BEGAN, 90)
        assert life.level in (60, 1440)
        assert add_up(engine, tail)


def test_a_life_begins_with_the_campaign_unless_something_moved_before(engine: Engine) -> None:
    busy(engine, 90)
    with Past.of(engine, tail_for(engine)) as past:
        made = [BEGAN - timedelta(hours=5), BEGAN + SECOND, BEGAN + timedelta(days=9)]
        lives = [life_of(past, campaign(7, created_at=at)) for at in made]
    assert [life.began for life in lives] == [made[0], made[1], BEGAN]
