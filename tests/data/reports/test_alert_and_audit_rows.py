"""Reports on what is not in the log of moves: alerts, and who did what."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert

from data import audit
from data.audit import Entry, Outcome
from data.domain.access import Actor, Means, Role
from data.domain.report import Question
from data.reports.kinds import KINDS
from data.reports.rows import alerts
from data.schema.tables import alerts as alert_table
from tests.data.reports import lives
from tests.searches import examples

START = datetime(2025, 3, 29, 12, tzinfo=UTC)
HOURS = st.integers(0, 30)
ANNA = Actor("anna", Role.ADMIN, Means.SESSION, 1, 1)
ids = st.none() | st.lists(st.integers(1, 4), unique=True).map(tuple)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def rows(engine: Engine, question: Question) -> list[dict[str, Any]]:
    keys = [column.key for column in KINDS[question.kind].columns]
    return [dict(zip(keys, row, strict=True)) for row in lives.rows_of(engine, question)]


def put(engine: Engine, values: Sequence[dict[str, Any]]) -> None:
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(delete(alert_table))
        if values:
            connection.execute(insert(alert_table), values)


INCIDENTS = st.lists(
    st.tuples(st.integers(1, 4), st.none() | HOURS, st.none() | HOURS, st.booleans()), max_size=8
)


@settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))
@given(INCIDENTS, st.none() | HOURS, HOURS, ids, ids)
def test_alerts_that_stood_in_the_span(
    engine: Engine,
    incidents: Sequence[tuple[int, int | None, int | None, bool]],
    start: int | None,
    end: int,
    campaigns: tuple[int, ...] | None,
    seen: tuple[int, ...] | None,
) -> None:
    given = []
    for number, (campaign, fired, lasted, is_stuck) in enumerate(incidents, 1):
        is_over = fired is not None and lasted is not None
        given.append({
            "id": number, "campaign_id": campaign, "cause": f"stuck-{number}",
            "state": "calling" if is_stuck else None, "severity": "critical",
            "status": "resolved" if is_over else "firing" if fired is not None else "pending",
            "since": at(fired or 0), "count": number, "at_least": False, "shared": "[]",
            "fired_at": None if fired is None else at(fired),
            "resolved_at": at(fired + lasted) if is_over else None,
            "acknowledged_by": "anna" if is_stuck else None, "note": "call +420 777 123 456",
            "snoozed": False, "version": 1,
        })  # fmt: skip
    put(engine, given)
    begin = None if start is None else at(start)
    question = Question("alerts", campaigns, begin, at(end + 0.5), seen=seen)
    expected = [
        (a["id"], a["campaign_id"], a["state"], a["acknowledged_by"], a["resolved_at"], a["count"],
         (min(a["resolved_at"] or at(99), at(end + 0.5)) - a["fired_at"]).total_seconds())
        for a in given
        if a["fired_at"] is not None and a["fired_at"] < at(end + 0.5)
        and (begin is None or a["resolved_at"] is None or a["resolved_at"] >= begin)
        and (campaigns is None or a["campaign_id"] in campaigns)
        and (seen is None or a["campaign_id"] in seen)
    ]  # fmt: skip
    keys = (
        "id", "campaign_id", "state", "acknowledged_by", "resolved_at", "count", "open_seconds",
    )  # fmt: skip
    found = rows(engine, question)
    assert [tuple(row[key] for key in keys) for row in found] == expected
    assert {row["note"] for row in found} <= {"call +420 ••• ••• 456"}


def test_alerts_go_on_over_pages(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "PAGE", 2)
    lives.people(engine)
    common = {
        "severity": "warn", "status": "firing", "since": START, "count": 3, "at_least": False,
        "shared": "[]", "snoozed": False, "version": 1, "fired_at": START,
    }  # fmt: skip
    states = ("calling", "hypnotized", "acw", "bcw", "success")
    put(engine, [
        common | {"id": n, "campaign_id": n, "cause": "stuck", "state": state}
        for n, state in enumerate(states, 1)
    ])  # fmt: skip
    found = rows(engine, Question("alerts"))
    assert [row["id"] for row in found] == [1, 2, 3, 4, 5]
    assert [row["campaign"] for row in found] == list(lives.NAMES.values())
    assert {row["label"] for row in found} == {"Contacts stuck"}
    assert [r["id"] for r in rows(engine, Question("alerts", states=("other", "acw")))] == [2, 3]


DEEDS = [
    (n, (None, 1, 2, 3, 4)[n % 5], ("initial", None, "removed", None)[n % 4]) for n in range(30)
]


@pytest.fixture
def audited(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A deed an hour, three in a page."""
    monkeypatch.setattr("data.reports.rows.audit.EXPORT_PAGE", 3)
    with engine.execution_options(write=True).begin() as connection:
        for hours, campaign, state in DEEDS:
            entry = Entry(
                "contact.remove", campaign, 5, subject="user eva", to_state=state,
                reason="for +420 777 123 456", before={"phone": "+420777123456"},
            )  # fmt: skip
            audit.append(connection, ANNA, [entry], at(hours), Outcome.DONE)
    return engine


@settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.none() | HOURS, HOURS, ids, ids)
def test_who_did_what_in_the_span(
    audited: Engine,
    start: int | None,
    end: int,
    campaigns: tuple[int, ...] | None,
    seen: tuple[int, ...] | None,
) -> None:
    begin = None if start is None else at(start)
    found = rows(audited, Question("audit", campaigns, begin, at(end), seen=seen))
    assert [(row["at"], row["campaign_id"], row["to_state"]) for row in found] == [
        (at(hours), campaign, state)
        for hours, campaign, state in reversed(DEEDS)
        if hours < end and (start is None or hours >= start)
        and (campaigns is None or campaign in campaigns)
        and (seen is None or campaign in seen)
    ]  # fmt: skip
    assert {row["reason"] for row in found} <= {"for +420 ••• ••• 456"}
    assert {row["before"] for row in found} <= {'{"phone": "+420 ••• ••• 456"}'}
    assert {row["campaign"] for row in found} <= {None, *(f"Campaign {n}" for n in range(1, 5))}


def test_the_audit_of_contacts_that_came_into_a_state(audited: Engine) -> None:
    found = rows(audited, Question("audit", states=("removed",)))
    assert [row["at"] for row in found] == [at(hours) for hours in range(26, 0, -4)]
