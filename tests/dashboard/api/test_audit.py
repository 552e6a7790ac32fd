"""The audit over HTTP: by filter, as files, checked; what odd requests get."""

import csv
import io
import json
import re
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import Engine

from dashboard.api import audit as route
from data import audit
from data.audit import Entry, Outcome
from data.domain.access import LOCAL, Actor
from data.door import writing
from tests.dashboard.api.asking import Routes, signed_in
from tests.data.sql import execute, rows
from tests.data.test_audit import WITHOUT_GUARDS
from tests.data.test_audit_list import at, fill


class Client(Routes):
    """Asks the routes, as somebody."""

    def __init__(self, engine: Engine, actor: Actor = LOCAL) -> None:
        services: Any = SimpleNamespace(
            engine=engine,
            feed=SimpleNamespace(current=None),
            settings=SimpleNamespace(timezone="UTC"),
        )
        super().__init__(lambda app: route.register(app, services), actor=actor)

    def fetch(self, query: str = "", path: str = "") -> Any:
        return self.open(f"audit{path}{query}")

    def entries(self, query: str = "") -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = self.fetch(query).json["entries"]
        return listed


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A database with some history."""
    fill(engine)
    return engine


@pytest.fixture
def client(filled: Engine) -> Client:
    """The local operator."""
    return Client(filled)


def test_one_entry_says_all_that_is_known(client: Client) -> None:
    (row,) = client.entries("?action=campaign.cancel&outcome=refused")
    assert row == {
        "id": 2, "at": "2026-03-01T12:05:00.000Z", "actor": "bora", "means": "token",
        "role": "manager", "action": "campaign.cancel", "outcome": "refused", "campaign_id": 8,
        "contact_id": None, "operation_id": None, "subject": None, "reason": None,
        "from_state": None, "to_state": None, "version": None, "before": None, "detail": None,
        "campaign_name": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 36), ("?actor=bora", 2), ("?action=contact", 32), ("?action=contact.cancel", 30),
        ("?outcome=refused", 1), ("?campaign=8", 2), ("?contact=3", 2), ("?operation=5", 32),
        ("?operation=5&only=deeds", 2), ("?only=deeds", 6), ("?from=2026-03-01T12:30:00Z", 2),
        ("?to=2026-03-01T12:05:00.000Z", 1), ("?from=2026-03-01T13:00:00%2B01:00&to=2026-03-01", 0),
        ("?campaign=99", 0), (f"?actor={quote(chr(39) + ' or 1=1--')}", 0), ("?action=%25", 0),
    ],
)  # fmt: skip
def test_filters(client: Client, query: str, count: int) -> None:
    assert len(client.entries(query)) == count


def test_pages_lead_from_one_to_the_next(client: Client) -> None:
    first = client.fetch("?limit=20").json
    rest = client.fetch(f"?limit=20&cursor={first['next_cursor']}").json
    ids = [row["id"] for row in first["entries"] + rest["entries"]]
    assert ids == list(range(36, 0, -1))
    assert (rest["next_cursor"], rest["complete"]) == (None, True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "query",
    [
        "?limit=0", "?limit=201", "?limit=1e3", "?cursor=x", "?cursor=0", "?campaign=-1",
        "?campaign=1&campaign=2", f"?contact={10**30}", "?operation=%D9%A1%D9%A2", "?outcome=x",
        "?from=soon", "?from=0001-01-01", "?to=9999-12-31T23:59:59-23:59", "?sort=id", "?only=all",
        f"?actor={'x' * 10_000}", "?actor=a%00b", "?action=a%0ab", "?actor=a&actor=b",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["", "/export"])
def test_what_cannot_be_meant_is_refused(client: Client, path: str, query: str) -> None:
    answer = client.fetch(query, path)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert answer.json["detail"]


def test_an_export_as_csv_says_what_was_asked_and_is_written_down(client: Client) -> None:
    answer = client.fetch("?campaign=8&format=csv", "/export")
    assert answer.content_type == "text/csv; charset=utf-8"
    name = answer.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="audit-2[\w-]+Z\.csv"', name)
    assert answer.text[0] == "\ufeff"
    asked, columns, *rows = csv.reader(io.StringIO(answer.text[1:]))
    assert asked[:2] == ["Audit", "campaign: 8"]
    assert [dict(zip(columns, row, strict=True))["actor"] for row in rows] == ["bora", "bora"]
    (row,) = client.entries("?action=audit.export")
    assert (row["actor"], row["detail"]) == ("local operator", {"campaign": "8", "format": "csv"})


def test_an_export_as_json_is_one_object(client: Client, filled: Engine) -> None:
    answer = client.fetch("?format=json", "/export")
    assert answer.mimetype == "application/json"
    body = json.loads(answer.text)
    assert body["asked"] == {}
    assert len(body["entries"]) == 37  # the export itself among them
    assert body["entries"][1:] == [
        {name: value for name, value in row.items() if name != "campaign_name"}
        for row in client.entries("?limit=200")[1:]
    ]


def test_no_cell_of_an_export_is_a_formula(engine: Engine) -> None:
    evil = '=HYPERLINK("http://evil.example","x")'
    with writing(engine) as connection:
        entry = Entry("contact.remove", reason=evil, subject="\t+1", detail={"a": "@x"})
        audit.append(connection, LOCAL, [entry], at(0))
    answer = Client(engine).fetch(f"?actor={quote('local operator')}", "/export")
    *_, row = csv.reader(io.StringIO(answer.text))
    assert f"'{evil}" in row
    assert "'\t+1" in row
    assert '{"a": "@x"}' in row


def test_an_export_is_streamed(client: Client) -> None:
    """The first lines are there before the last ones are read."""
    answer = client.fetch("", "/export")
    assert answer.is_streamed
    assert "Content-Length" not in answer.headers


def test_who_sees_some_campaigns_sees_their_entries_only(filled: Engine) -> None:
    mia = Client(filled, signed_in(filled, "mia", campaigns=[8]))
    assert {row["campaign_id"] for row in mia.entries()} == {8}
    assert mia.entries("?campaign=7") == []
    _, _, *rows = csv.reader(io.StringIO(mia.fetch("", "/export").text))
    assert len(rows) == 2
    assert mia.fetch("", "/verify").status_code == 403


def test_an_export_asks_for_the_role_of_the_instant(filled: Engine) -> None:
    anna = signed_in(filled, "mia")
    execute(filled, "UPDATE users SET role = 'supervisor'")
    assert Client(filled, anna).fetch("", "/export").status_code == 403
    told = rows(filled, "SELECT outcome FROM audit WHERE action = 'audit.export'")
    assert told == [(Outcome.REFUSED,)]


def test_the_chain_is_checked_stretch_by_stretch(
    client: Client, filled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PAGE", 20)
    first = client.fetch("", "/verify").json
    assert (first["entries"], first["ok"], first["next_after"]) == (20, True, 20)
    rest = client.fetch("?after=20", "/verify").json
    assert (rest["entries"], rest["ok"], rest["next_after"]) == (16, True, None)
    assert len(rest["head"]) == 64
    unguarded = WITHOUT_GUARDS[filled.dialect.name]
    execute(filled, *unguarded, "UPDATE audit SET actor = 'eve' WHERE id = 30")
    found = client.fetch("?after=20", "/verify").json
    assert (found["ok"], found["broken"], found["entries"]) == (False, 30, 9)
    assert client.fetch("?after=-1", "/verify").status_code == 400
