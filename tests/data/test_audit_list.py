"""The audit as it is read: what fits and nothing else, each page at a bounded cost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, text

from data import audit, audit_list
from data.audit import Entry, Outcome
from data.audit_list import AuditFilter, Written, all_of, page
from data.domain.access import Actor, Means, Role
from data.schema.tables import audit as table
from data.schema.tables import operations
from tests.data.sql import executed, read
from tests.searches import examples

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANNA = Actor("anna", Role.ADMIN, Means.SESSION, 1, 1)
BORA = Actor("bora", Role.MANAGER, Means.TOKEN, 2)
OPERATION = {
    "kind": "cancel", "campaign_id": 7, "status": "running", "actor": "anna", "means": "session",
    "reason": "r", "payload": "{}", "tries": 0, "total": 0, "done": 0, "skipped": 0, "position": 0,
}  # fmt: skip


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def add(
    engine: Engine, minutes: float, *entries: Entry, actor: Actor = ANNA,
    outcome: Outcome = Outcome.DONE,
) -> None:  # fmt: skip
    with engine.execution_options(write=True).begin() as connection:
        audit.append(connection, actor, entries, at(minutes), outcome)


def fill(engine: Engine) -> None:
    """Two campaigns, one operation on 30 contacts, a refusal, something of all campaigns."""
    with engine.execution_options(write=True).begin() as connection:
        row = OPERATION | {"id": 5, "created_at": at(10)}
        connection.execute(insert(operations), row)
    add(engine, 0, Entry("user.add", subject="user bora", detail={"role": "manager"}))
    add(engine, 5, Entry("campaign.cancel", 8), actor=BORA, outcome=Outcome.REFUSED)
    add(engine, 10, Entry("campaign.cancel", 7, operation_id=5, reason="wrong list"))
    for number in range(3):
        ids = range(10 * number + 1, 10 * number + 11)
        moved = [
            Entry("contact.cancel", 7, id, 5, from_state="initial", version=2, before={"a": 1})
            for id in ids
        ]
        add(engine, 11 + number, *moved)
    add(engine, 20, Entry("contact.reveal", 7, 3, reason="call back +420 777 123 456"))
    add(engine, 30, Entry("contact.reveal", 8, 99), actor=BORA)
    add(engine, 40, Entry("operation.undo", 7, operation_id=5))


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A database with some history."""
    fill(engine)
    return engine


@pytest.fixture(scope="module")
def kept(module_engine: Engine) -> Engine:
    """One filled SQLite database for all examples of a property."""
    fill(module_engine)
    return module_engine


def found(engine: Engine, limit: int = 200, **given: Any) -> list[Written]:
    """All that fit, page by page."""
    seen: list[Written] = []
    before: int | None = 2**62
    while before is not None:
        one = read(engine, page, AuditFilter(**given), before=before, limit=limit)
        assert len(one.entries) <= limit
        seen += one.entries
        before = one.after
    return seen


def told(entries: list[Written]) -> list[tuple[str, str]]:
    return [(entry.actor, entry.action) for entry in entries]


def test_the_newest_come_first_and_all_come(filled: Engine) -> None:
    entries = found(filled)
    assert [entry.id for entry in entries] == sorted((e.id for e in entries), reverse=True)
    assert len(entries) == 36
    assert told(entries)[:2] == [("anna", "operation.undo"), ("bora", "contact.reveal")]
    assert entries[-1].detail == {"role": "manager"}
    assert entries[-1].at == START


@pytest.mark.parametrize("limit", [1, 3, 35, 36, 37])
def test_pages_miss_none_and_repeat_none(filled: Engine, limit: int) -> None:
    assert found(filled, limit) == found(filled)


@pytest.mark.parametrize("steps", [1, 4, 1000])
def test_a_walk_that_is_stopped_goes_on(
    filled: Engine, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few entries a page may look at, nothing that fits is missed."""
    wanted = told(found(filled, actor="bora"))
    assert len(wanted) == 2
    monkeypatch.setattr(audit_list, "STEPS", steps)
    assert told(found(filled, actor="bora")) == wanted
    assert len(found(filled, operation_id=5)) == 32


def fits(entry: Written, wanted: AuditFilter) -> bool:
    """What the filter says, said once more."""
    same = {"actor", "outcome", "campaign_id", "contact_id", "operation_id"}
    return (
        all(getattr(wanted, n) in (None, getattr(entry, n)) for n in same)
        and (wanted.action in (None, entry.action, entry.action.split(".")[0]))
        and (wanted.since is None or entry.at >= wanted.since)
        and (wanted.until is None or entry.at < wanted.until)
        and not (wanted.only_deeds and entry.contact_id and entry.operation_id)
        and (wanted.visible is None or entry.campaign_id in wanted.visible)
    )


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from((None, None, *values))


moments = one_of(*(at(minutes) for minutes in (-5, 0, 5, 10.5, 11, 20, 40, 41)))
filters = st.builds(
    AuditFilter,
    actor=one_of("anna", "bora", "eve", "' or 1=1--"),
    action=one_of("contact", "contact.cancel", "campaign.cancel", "user", "con_act"),
    outcome=one_of(*Outcome),
    campaign_id=one_of(7, 8, 9),
    contact_id=one_of(3, 99),
    operation_id=one_of(5, 6),
    since=moments,
    until=moments,
    only_deeds=st.booleans(),
    visible=one_of(frozenset({7}), frozenset({7, 8}), frozenset()),
)


@given(filters, st.integers(1, 40))
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_fits_and_nothing_else(kept: Engine, wanted: AuditFilter, limit: int) -> None:
    given = {name: getattr(wanted, name) for name in AuditFilter.__dataclass_fields__}
    assert found(kept, limit, **given) == [e for e in found(kept) if fits(e, wanted)]


def test_one_who_may_see_some_campaigns_sees_nothing_without_one(filled: Engine) -> None:
    entries = found(filled, visible=frozenset({8}))
    assert told(entries) == [("bora", "contact.reveal"), ("bora", "campaign.cancel")]
    assert found(filled, visible=frozenset()) == []
    assert found(filled, visible=frozenset({8}), campaign_id=7) == []


def test_numbers_are_masked_wherever_they_stand(engine: Engine) -> None:
    number = "+420777123456"
    detail = {"phone": "777123456", "told": [f"call {number}", 7], "deep": {"x": number}}
    add(engine, 0, Entry("contact.reveal", 7, 1, reason=number, subject=number, detail=detail))
    (entry,) = found(engine)
    assert (entry.reason, entry.subject) == ("+420 ••• ••• 456", "+420 ••• ••• 456")
    assert entry.detail["told"] == ["call +420 ••• ••• 456", 7]
    assert "777123" not in repr(entry)


def test_an_export_is_all_of_it_and_no_more_than_its_limit(
    filled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_list, "EXPORT_PAGE", 7)
    assert list(all_of(filled, AuditFilter())) == found(filled)
    assert len(list(all_of(filled, AuditFilter(), 10))) == 10
    (one,) = all_of(filled, AuditFilter(action="user.add"))
    assert replace(one, id=0).actor == "anna"


def plans(engine: Engine, wanted: AuditFilter, before: int = 2**62) -> list[str]:
    """How the database goes about each SELECT of a page."""
    explain = "EXPLAIN" if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    with engine.connect() as connection:
        with executed(engine) as asked:
            page(connection, wanted, before=before)
        return [
            "\n".join(str(line) for line in connection.exec_driver_sql(f"{explain} {sql}", values))
            for sql, values in asked
        ]


@pytest.fixture(scope="module")
def many() -> list[dict[str, Any]]:
    """Entries as an operation writes them, among a few deeds."""
    row = {
        "at": START, "actor": "anna", "means": "session", "role": "admin", "outcome": "done",
        "hash": "h", "contact_id": None, "operation_id": None,
    }  # fmt: skip
    return [
        row
        | {"action": "contact.cancel", "campaign_id": 7 + id % 3, "contact_id": id}
        | {"operation_id": 5 if id % 50 else None, "at": at(id / 600)}
        for id in range(1, 30_001)
    ]


@pytest.fixture
def crowded(engine: Engine, many: list[dict[str, Any]]) -> Engine:
    """A database with many entries, and statistics of them."""
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(insert(table), many)
        connection.execute(text("ANALYZE"))
    return engine


INDEXES: tuple[tuple[dict[str, Any], str | None], ...] = (
    ({}, None),
    ({"actor": "eve"}, None),
    ({"action": "contact.cancel", "actor": "eve"}, None),
    ({"campaign_id": 8}, "audit_by_campaign"),
    ({"campaign_id": 8, "outcome": "refused"}, "audit_by_campaign"),
    ({"contact_id": 700}, "audit_by_contact"),
    ({"only_deeds": True}, "audit_deeds"),
    ({"only_deeds": True, "outcome": "refused"}, "audit_deeds"),
    ({"only_deeds": True, "campaign_id": 8, "actor": "eve"}, "audit_deeds"),
    ({"since": at(10), "until": at(11)}, None),
    ({"operation_id": 5, "visible": frozenset({7})}, None),
)


def test_every_page_is_read_along_an_index(crowded: Engine) -> None:
    for wanted, index in INDEXES:
        walks = [plan for plan in plans(crowded, AuditFilter(**wanted)) if "audit" in plan]
        assert walks, wanted
        for plan in walks:
            assert "Seq Scan on audit " not in plan, wanted
            assert "Sort Key: audit.id" not in plan, wanted
        if index is not None:
            assert index in walks[0], wanted


def test_a_span_of_time_is_found_without_looking_at_what_lies_outside(crowded: Engine) -> None:
    entries = found(crowded, since=at(10), until=at(11))
    assert len(entries) == 600
    assert [e.id for e in entries] == list(range(6599, 5999, -1))
    with executed(crowded) as asked, crowded.connect() as connection:
        page(connection, AuditFilter(since=at(10), until=at(11)))
    assert 0 < len(asked) < 40
