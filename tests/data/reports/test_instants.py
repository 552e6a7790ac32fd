"""Hours and days of zones whose clocks are changed, or are not whole hours off."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from data.domain.report import Question
from data.reports.rows.states import instants_of
from tests.data.history.log import Row
from tests.data.reports import lives
from tests.data.reports.scenes import utc


@pytest.mark.parametrize(
    ("zone", "start", "hours", "shown"),
    [
        ("Europe/Prague", "2025-03-30T00:00", 3, ["01:00", "03:00", "04:00", "05:00"]),
        ("Europe/Prague", "2025-10-26T00:00", 3, ["02:00", "02:00", "03:00", "04:00"]),
        ("Asia/Kathmandu", "2025-06-01T00:15", 2, ["06:00", "07:00", "08:00"]),
        # Half an hour is shown twice, and half of one left out.
        ("Australia/Lord_Howe", "2025-04-05T14:00", 3, ["01:00", "02:00", "03:00", "03:30"]),
        ("Australia/Lord_Howe", "2025-10-04T14:30", 2, ["01:00", "03:00", "03:30"]),
    ],
)
def test_an_hour_begins_where_clocks_show_it(
    zone: str, start: str, hours: int, shown: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.reports.rows.states.LONGEST_BY_QUARTERS", timedelta(0))
    found = instants_of(utc(start), utc(start) + timedelta(hours=hours), ZoneInfo(zone))
    assert [at.astimezone(ZoneInfo(zone)).strftime("%H:%M") for at in found] == shown


def test_the_longer_a_span_the_longer_its_steps() -> None:
    start, zone = utc("2025-03-29T00:00"), ZoneInfo("Europe/Prague")
    lengths = {
        days: instants_of(start, start + timedelta(days=days), zone) for days in (2, 3, 62, 63)
    }
    assert [len(found) for found in lengths.values()] == [2 * 96 + 1, 3 * 24 + 1, 62 * 24 + 1, 65]
    assert lengths[63][1:4] == [
        utc("2025-03-29T23:00"), utc("2025-03-30T22:00"), utc("2025-03-31T22:00"),
    ]  # fmt: skip


EDGE = utc("2025-06-01T18:15")  # midnight in Kathmandu


def _call(at: datetime, contact: int, end: str) -> list[Row]:
    return [
        Row(1, contact, None, "calling", at, None, 1, None, 1),
        Row(1, contact, "calling", end, at, 0.0, 1, 1, 2),
    ]


@pytest.fixture
def midnight(engine: Engine) -> Engine:
    """Two calls in the last minute of a day in Kathmandu, one in the first of the next."""
    lives.people(engine)
    before, after = EDGE - timedelta(minutes=1), EDGE
    rows = [
        *_call(before, 1, "canceled_by_client"),
        *_call(before, 2, "call_in_progress"),
        *_call(after, 3, "call_in_progress"),
    ]
    lives.write(engine, rows, is_summed=True)
    return engine


def test_a_day_ends_when_it_does_there(midnight: Engine) -> None:
    question = Question("abandonment", zone="Asia/Kathmandu", end=EDGE + timedelta(hours=2))
    found = lives.rows_of(midnight, question)
    assert [row[2:9] for row in found if row[0] == 1] == [
        ("Day", "2025-06-01", EDGE - timedelta(days=1), EDGE, 1, 2, 0.5),
        ("Day", "2025-06-02", EDGE, question.end, 0, 1, 0.0),
        ("24 hours", None, utc("2025-05-31T20:00"), question.end, 1, 3, 1 / 3),
        ("30 days", None, utc("2025-05-02T20:00"), question.end, 1, 3, 1 / 3),
    ]


def test_an_hour_of_the_day_is_that_of_the_zone(midnight: Engine) -> None:
    end = EDGE + timedelta(hours=2)
    for zone, hours in {
        "Asia/Kathmandu": {23: 2, 0: 1}, "UTC": {18: 3}, "Australia/Lord_Howe": {4: 3}
    }.items():  # fmt: skip
        found = lives.rows_of(midnight, Question("attempts", zone=zone, end=end))
        assert {row[2]: row[4] for row in found} == hours
