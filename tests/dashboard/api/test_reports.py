"""Reports over HTTP, as far as nothing streams: what there is, what is refused, previews."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from dashboard.api import report_runs, reports
from dashboard.cache import create_cache
from dashboard.memory import Memory
from data.domain.access import LOCAL, Actor, Means, Role
from data.domain.report import Format, Question
from data.feed import LiveFeed
from data.history.past import Past
from data.log_tail import tail_for
from data.reports import preview as previews
from data.reports.kinds import KINDS
from data.reports.runs import Run, Runs, Standing
from data.settings import Settings
from tests.dashboard.api.asking import Routes
from tests.data.reports import many
from tests.data.sql import execute, rows

MANAGER = Actor("mia", Role.MANAGER, Means.SESSION, 1, 1)
OTHER = Actor("otto", Role.MANAGER, Means.SESSION, 2, 2)
LIMITED = Actor("lea", Role.MANAGER, Means.SESSION, 3, 3, frozenset({1}))
ADMIN = Actor("ada", Role.ADMIN, Means.SESSION, 4, 4)
NOW = datetime(2026, 4, 1, tzinfo=UTC)
Ask = Callable[..., Any]


@pytest.fixture
def runs() -> Runs:
    return Runs()


@pytest.fixture
def ask(engine: Engine, feed: LiveFeed, runs: Runs) -> Ask:
    """Asks the routes, as somebody, of two campaigns of two contacts each."""
    execute(
        engine,
        "INSERT INTO campaigns (id, name, mode)"
        " VALUES (1, '=Campaign of 1', 'preview'), (2, '=Campaign of 2', 'preview')",
        *(f"INSERT INTO contacts (campaign_id, phone) VALUES ({campaign}, '+420777123450')"
          for campaign in (1, 1, 2, 2)),
        "UPDATE contacts SET state = 'calling' WHERE id = 1",
    )  # fmt: skip
    feed.tick()
    services: Any = SimpleNamespace(
        engine=engine, feed=feed, settings=Settings(timezone="Europe/Prague", language="en")
    )

    def register(app: Flask) -> None:
        report_runs.register(app, services, runs)
        reports.register(app, services, Memory(create_cache(app, ""), lambda: "x"), runs)

    routes = Routes(register)

    def asked(path: str, actor: Actor = MANAGER, method: str = "GET", **query: str) -> Any:
        given = {name.strip("_"): value for name, value in query.items()}
        body = {} if method == "DELETE" else None
        return routes.open(f"reports{path}", method, actor, query_string=given, json=body)

    return asked


def test_what_there_is_is_told(ask: Ask) -> None:
    menu = ask("").json
    assert [report["kind"] for report in menu["reports"]] == list(KINDS)
    assert menu["timezone"] == "Europe/Prague"
    summary = menu["reports"][0]
    assert summary["formats"] == ["csv", "xlsx", "json", "pdf"]
    assert {"key": "campaign", "kind": "text"}.items() <= summary["columns"][1].items()
    assert ask("", lang="cs").json["reports"][0]["title"] == "Souhrn"


WRONG: list[tuple[dict[str, str], int, str | None]] = [
    ({"from_": "2026-01-02", "to": "2026-01-01"}, 422, "to"),
    ({"from_": "2026-01-01", "to": "12026-01-01"}, 400, "to"),
    ({"to": "9999-12-31"}, 422, "to"),
    ({"tz": "Mars/Base"}, 422, "tz"),
    ({"tz": "Europe/Prague", "from_": "2026-03-29T02:30"}, 422, "from"),
    ({"tz": "Europe/Prague", "to": "2026-10-25T02:30"}, 422, "to"),
    ({"campaign": "1,x"}, 400, "campaign"),
    ({"campaign": "7" * 13_000}, 400, None),
    ({"campaign": "9"}, 404, None),
    ({"state": "gone"}, 422, "state"),
    ({"format": "doc"}, 422, "format"),
    ({"range": "fortnight"}, 422, "range"),
    ({"lang": "tlh"}, 422, "lang"),
    ({"from_": "x" * 300}, 400, None),
    ({"colour": "red"}, 400, None),
]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/summary", "/summary/preview"])
def test_what_is_wrong_is_said_before_anything_is_written(
    ask: Ask, engine: Engine, path: str
) -> None:
    for query, status, field in WRONG:
        answer = ask(path, LOCAL, **query)
        assert (answer.status_code, answer.json.get("field")) == (status, field), query
        assert answer.mimetype == "application/problem+json"
    assert rows(engine, "SELECT * FROM audit WHERE outcome = 'done'") == []


def test_a_time_that_is_there_twice_is_said_in_the_language_of_whoever_asks(ask: Ask) -> None:
    query = {"to": "2026-10-25T02:30", "tz": "Europe/Prague", "lang": "cs"}
    problem = ask("/summary/preview", **query).json
    assert problem["sentence"] == "hodiny v Europe/Prague ukážou 2026-10-25 02:30 dvakrát."
    assert problem["choices"] == ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"]
    for choice in problem["choices"]:
        assert ask("/summary/preview", **query | {"to": choice}).status_code == 200


def test_a_report_that_is_not_there_is_404(ask: Ask) -> None:
    for path in ("/gossip", "/gossip/preview", "/Summary", "/../x"):
        assert ask(path).status_code == 404


def test_a_campaign_that_one_may_not_see_is_one_that_is_not_there(ask: Ask) -> None:
    seen = ask("/summary/preview", LIMITED, campaign="1")
    assert seen.status_code == 200
    unseen = [ask("/summary/preview", LIMITED, campaign=id).json for id in ("2", "1,2", "99")]
    assert unseen == [unseen[0]] * 3
    assert unseen[0]["status"] == 404


def test_nobody_gets_what_another_one_was_shown(ask: Ask) -> None:
    """The same question, asked in turn by who sees all and who does not; of what is over, too."""
    for query in ({}, {"to": "2026-01-01"}):
        for _ in range(2):
            everything = ask("/summary/preview", MANAGER, **query).json
            limited = ask("/summary/preview", LIMITED, **query).json
            assert "=Campaign of 2" not in str(limited["rows"])
            assert ("=Campaign of 2" in str(everything["rows"])) == (not query)


def test_what_is_over_is_computed_once(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Question] = []
    real = reports.preview

    def counting(engine: Engine, tail: Any, question: Question, t: Any) -> previews.Preview:
        made.append(question)
        return real(engine, tail, question, t)

    monkeypatch.setattr(reports, "preview", counting)
    for actor in (MANAGER, OTHER, LIMITED, LIMITED):
        assert ask("/summary/preview", actor, to="2026-01-01").status_code == 200
    assert len(made) == 2  # for those who see all, and for who does not
    for _ in range(2):  # these name people, who are not left in a cache
        ask("/transitions/preview", to="2026-01-01")
    assert len(made) == 4


def test_a_preview_is_what_the_report_begins_with(ask: Ask) -> None:
    shown = ask("/transitions/preview", state="calling").json
    assert (shown["count"], shown["exact"]) == (1, True)
    row = dict(zip([column["key"] for column in shown["columns"]], shown["rows"][0], strict=True))
    assert (row["campaign_id"], row["to_state"], row["phone"]) == (1, "calling", "+420 ••• ••• 450")
    assert row["at"].endswith("Z")


def test_a_preview_counts_what_it_does_not_show(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    many.fill(engine, 3_000)
    tail = tail_for(engine)
    moves = previews.preview(engine, tail, Question("transitions"))
    assert (len(moves.rows), moves.count, moves.is_exact) == (50, 3_000, True)
    only = previews.preview(engine, tail, Question("transitions", states=("initial",)))
    assert (only.count, only.is_exact) == (1, True)
    monkeypatch.setattr(previews, "COUNTS", {})
    assert previews.preview(engine, tail, Question("transitions")).count == 3_000
    monkeypatch.setattr(previews, "MOST_COUNTED", 1_000)
    some = previews.preview(engine, tail, Question("transitions"))
    assert (some.count >= 1_000, some.is_exact) == (True, False)
    late = iter([0.0, 100.0])
    none = previews.preview(engine, tail, Question("transitions"), clock=lambda: next(late))
    assert (none.count, none.is_exact) == (50, False)


def test_what_the_sums_count_is_how_many_rows_there_are(ask: Ask, engine: Engine) -> None:
    assert ask("").status_code == 200
    narrowed = ((), ("calling",), ("initial", "calling"), ("success",))
    with Past.of(engine, tail_for(engine)) as past:
        hour = timedelta(hours=1)
        for kind, states in product(previews.COUNTS, narrowed):
            for start in (None, past.as_of - hour, past.as_of + hour):
                asked = Question(kind, (1,), start, past.as_of + 2 * hour, states=states)
                counted = previews.COUNTS[kind](past, asked)
                assert counted == len(list(KINDS[kind].rows(past, asked))), asked


def running(runs: Runs, id: str, actor: Actor) -> None:
    runs.enter(Run(id, actor, Question("summary"), Format.CSV, NOW))


def test_who_has_a_report_on_its_way_waits(ask: Ask, runs: Runs) -> None:
    running(runs, "one-of-mia", MANAGER)
    answer = ask("/summary")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    assert answer.json["detail"].startswith("A report of yours is on its way already")
    running(runs, "one-of-otto", OTHER)
    answer = ask("/summary", ADMIN)
    assert answer.status_code == 429
    assert answer.json["detail"].startswith("Other reports are being written")
    assert ask("/summary", ADMIN, run="one-of-mia").status_code == 409


def test_the_id_of_a_run_is_plain(ask: Ask) -> None:
    for run in ("short", "x" * 65, "with blank", "a/b/c/d/e/f"):
        assert ask("/summary", run=run).status_code == 400


def test_runs_are_known_to_who_began_them_and_to_admins(ask: Ask, runs: Runs) -> None:
    running(runs, "one-of-mia", MANAGER)
    assert [run["id"] for run in ask("/runs").json["runs"]] == ["one-of-mia"]
    assert ask("/runs", OTHER).json["runs"] == []
    (seen,) = ask("/runs", ADMIN).json["runs"]
    assert (seen["who"], seen["own"], seen["state"]) == ("mia", False, "running")
    for actor in (OTHER, LIMITED):
        assert ask("/runs/one-of-mia", actor, "DELETE").status_code == 404
    assert ask("/runs/nothing-here", ADMIN, "DELETE").status_code == 404
    runs.leave("one-of-mia", Standing.DONE)
    assert ask("/runs").json["runs"][0]["state"] == "done"


def test_a_head_begins_nothing(ask: Ask, runs: Runs) -> None:
    answer = ask("/transitions", method="HEAD", campaign="1", format="xlsx")
    name = answer.headers["Content-Disposition"]
    assert answer.status_code == 200
    assert name.startswith('attachment; filename="transitions-campaign-1-20')
    assert name.endswith('Z.xlsx"')
    assert name.isascii()
    assert runs.seen_by(MANAGER) == []


def test_what_was_given_up_is_422_with_the_way_out(engine: Engine, ask: Ask) -> None:
    many.give_up(engine, 2)
    answer = ask("/transitions/preview")
    assert answer.status_code == 422
    assert answer.json["detail"].endswith("choose a later start.")
