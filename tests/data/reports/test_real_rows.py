"""Reports on a real campaign agree with what is known of it."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data.domain.report import Question
from data.history.past import Past
from data.history.sums import add_up
from data.log_tail import tail_for
from data.reports.kinds import KINDS
from tests.data.history.log import Row, unguarded
from tests.data.reports import lives
from tests.recorded import REAL, REAL_TRUTH, SIZES, Truth, recording

START = datetime(2025, 3, 29, 8, tzinfo=UTC)
REAL_TALK_SECONDS, REAL_MOST_ATTEMPTS = 10_638_243, 56  # as stated with the data set
COLUMNS = (
    "campaign_id", "contact_id", "from_state", "to_state", "at", "dwell_seconds", "attempt",
    "from_step", "to_step",
)  # fmt: skip


def life(contact: int, attempts: int, talk: int) -> Iterator[Row]:
    """What a contact went through, as its record tells."""
    course: list[tuple[str | None, float | None]] = [("initial", None)]
    for _ in range(attempts - 1):
        course += [("calling", 60.0), ("retry_scheduled", 10.0)]
    course.append(("calling", 60.0))
    if talk:
        course += [("call_in_progress", 10.0), ("acw", float(talk)), ("success", 5.0)]
    else:
        course.append(("dial_failed", 10.0))
    steps = {"calling": 1, "call_in_progress": 3, "success": 4}
    at, state, attempt, step = START + timedelta(seconds=contact), None, 0, None
    for entered, stayed in course:
        at += timedelta(seconds=stayed or 0)
        attempt += entered == "calling"
        reached = max(step or 0, steps.get(entered or "", 0))
        yield Row(1, contact, state, entered, at, stayed, attempt, step, reached)
        state, step = entered, reached


@pytest.fixture(params=SIZES)
def campaign(
    engine: Engine, tmp_path: Path, request: pytest.FixtureRequest
) -> tuple[Engine, Truth, int, int]:
    """The whole campaign in the log; what it must come to, its talk time, its most attempts."""
    file, truth = recording(tmp_path, request.param)
    with gzip.open(file, "rt") as lines:
        read = csv.DictReader(lines)
        records = [(int(row["attempts"]), int(row["talk_seconds"])) for row in read]
    lives.people(engine)
    _load(engine, [row for n, record in enumerate(records, 1) for row in life(n, *record)])
    talk, most = sum(talk for _, talk in records), max(attempts for attempts, _ in records)
    assert file != REAL or (truth, talk, most) == (
        REAL_TRUTH, REAL_TALK_SECONDS, REAL_MOST_ATTEMPTS,
    )  # fmt: skip
    return engine, truth, talk, most


def _load(engine: Engine, rows: Sequence[Row]) -> None:
    """As fast as the database takes them."""
    with unguarded(engine) as connection:
        driver = connection.connection.cursor()
        if engine.dialect.name == "postgresql":
            with driver.copy(f"COPY transitions ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([getattr(row, name) for name in COLUMNS])
        else:
            driver.executemany(
                f"INSERT INTO transitions ({', '.join(COLUMNS)}) VALUES (?{', ?' * 8})",
                ([_plain(getattr(row, name)) for name in COLUMNS] for row in rows),
            )
    assert add_up(engine, tail_for(engine))


def _plain(value: Any) -> Any:
    return f"{value:%Y-%m-%dT%H:%M:%S}.000Z" if isinstance(value, datetime) else value


def test_reports_agree_with_what_is_known_of_a_real_campaign(
    campaign: tuple[Engine, Truth, int, int],
) -> None:
    engine, truth, talk, most = campaign
    with Past.of(engine, tail_for(engine)) as past:
        summary = {(row["section"], row["key"]): row for row in _rows(past, "summary")}
        attempts, people = list(_rows(past, "attempts")), list(_rows(past, "contacts"))
        moves = Counter((row["from_state"], row["to_state"]) for row in _rows(past, "transitions"))
    figures = {key: row["value"] for (section, key), row in summary.items() if section == "figure"}
    states = {key: row["count"] for (part, key), row in summary.items() if part == "state"}
    assert (figures["attempts"], figures["retries"]) == (truth.attempts, truth.retries)
    assert (states["success"], states["dial_failed"]) == (truth.success, truth.dial_failed)
    assert [summary["funnel", str(step)]["count"] for step in range(5)] == truth.funnel
    mean = summary["figure", "talk"]
    assert mean["denominator"] == truth.success
    assert mean["value"] * mean["denominator"] == pytest.approx(talk)

    sums = Counter[str]()
    for row in attempts:
        sums.update({key: row[key] for key in ("dials", "connects", "success", "failed")})
    assert sums == {
        "dials": truth.attempts, "connects": truth.success, "success": truth.success,
        "failed": truth.dial_failed,
    }  # fmt: skip
    assert {row["attempt"] for row in attempts} == set(range(1, 11))

    assert moves == {
        (None, "initial"): truth.contacts,
        ("initial", "calling"): truth.contacts,
        ("calling", "retry_scheduled"): truth.retries,
        ("retry_scheduled", "calling"): truth.retries,
        ("calling", "call_in_progress"): truth.success,
        ("call_in_progress", "acw"): truth.success,
        ("acw", "success"): truth.success,
        ("calling", "dial_failed"): truth.dial_failed,
    }

    assert len(people) == truth.contacts
    assert sum(row["talk_seconds"] for row in people) == talk
    assert sum(row["attempts"] for row in people) == truth.attempts
    assert max(row["attempts"] for row in people) == most


def _rows(past: Past, kind: str) -> Iterator[dict[str, Any]]:
    """By the keys of the columns; of the summary, those of the campaign."""
    keys = [column.key for column in KINDS[kind].columns]
    rows = KINDS[kind].rows(past, Question(kind, (1,), zone="Europe/Lisbon"))
    return (dict(zip(keys, row, strict=True)) for row in rows if row[0] is not None)
