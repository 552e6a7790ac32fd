"""Scheduled reports over HTTP: asked for, listed, ended, their files taken; nothing of others."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.api import schedules as route
from data.commands import access
from data.domain.access import Actor, Role
from data.settings import Settings
from tests.dashboard.api.asking import Routes, signed_in
from tests.data.accounts.people import CONSOLE, add_campaigns, audited
from tests.data.reports.scenes import Clock, clerk, files, work
from tests.data.sql import execute

DAILY: dict[str, Any] = {
    "name": "Each day", "kind": "summary", "every": "day", "time": "06:30",
    "timezone": "Europe/Prague",
}  # fmt: skip
WHY = {"reason": "enough"}


class Office(Routes):
    """The routes, a clerk, and a clock of its own."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        self.clock = Clock(datetime.now(UTC))
        self.clerk = clerk(engine, folder, self.clock)
        parts: Any = SimpleNamespace(
            engine=engine, clerk=self.clerk, settings=Settings(timezone="Europe/Prague")
        )
        super().__init__(lambda app: route.register(app, parts), actor=CONSOLE)

    def ask(
        self, method: str, path: str, body: Any = None, who: Actor | None = None, **headers: str
    ) -> Any:
        """Status and JSON."""
        answer = self.open(path, method, who, json=body, headers=headers)
        return answer.status_code, answer.json

    def take(self, path: str, who: Actor | None = None) -> Any:
        return self.open(path.removeprefix("/api/v1/"), who=who, buffered=True)

    def write(self) -> int:
        """Whatever is due within a day and a bit."""
        self.clock.at += timedelta(hours=25)
        return work(self.clerk)


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    add_campaigns(engine, 1, 2)
    return Office(engine, tmp_path)


def test_a_schedule_is_added_listed_and_ended(office: Office, engine: Engine) -> None:
    status, made = office.ask("POST", "schedules", DAILY)
    assert (status, made["format"], made["campaigns"], made["day"]) == (201, "csv", None, None)
    assert made["next_at"] > made["created_at"]
    assert (made["last"], made["ended_at"], made["created_by"]) == (None, None, "root")
    _, listed = office.ask("GET", "schedules")
    assert listed == {"schedules": [made], "receivers": ["webhook"], "timezone": "Europe/Prague"}
    status, ended = office.ask("DELETE", f"schedules/{made['id']}", WHY)
    assert (status, ended["next_at"], ended["ended_at"] is None) == (200, None, False)
    assert office.write() == 0
    assert audited(engine)[-2:] == [
        ("root", "schedule.add", "schedule Each day", "done"),
        ("root", "schedule.end", "schedule Each day", "done"),
    ]


def test_a_key_adds_it_once(office: Office) -> None:
    for _ in range(2):
        status, made = office.ask("POST", "schedules", DAILY, **{"Idempotency-Key": "one"})
        assert (status, made["id"]) == (201, 1)
    assert len(office.ask("GET", "schedules")[1]["schedules"]) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({"kind": "secrets"}, 422, "kind must be one of summary,"),
        ({"format": "exe"}, 422, "format must be one of csv,"),
        ({"kind": "audit", "format": "pdf"}, 422, "format must be one of csv, xlsx, json."),
        ({"every": "year"}, 422, "every must be one of day, week, month."),
        ({"every": "week"}, 422, "day must be from 0 to 6, 0 is Monday."),
        ({"every": "week", "day": 7}, 422, "day must be from 0 to 6"),
        ({"every": "month", "day": 0}, 422, "day must be from 1 to 31."),
        ({"day": 1}, 422, "day belongs to every week or month"),
        ({"time": "24:00"}, 422, "time must be one such as 06:30."),
        ({"time": "6:30"}, 422, "time must be"),
        ({"time": "0٦:30"}, 422, "time must be"),
        ({"timezone": "Mars/Olympus"}, 422, "timezone must be one such as Europe/Prague."),
        ({"timezone": "../../etc/passwd"}, 422, "timezone must be"),
        ({"language": "xx"}, 422, "language must be one of en, cs."),
        ({"receivers": ["https://evil.example"]}, 422, "receivers must be one of webhook."),
        ({"receivers": [{}]}, 422, "receivers must be"),
        ({"campaigns": []}, 422, "campaigns must be 1 to 500 ids"),
        ({"campaigns": [True]}, 422, "campaigns must be"),
        ({"campaigns": [77]}, 404, "There is no such campaign."),
        ({"name": ""}, 422, "A name has 1 to 64"),
        ({"name": "a\u202eb"}, 422, "A name has"),
        ({"created_by": "somebody"}, 422, "There is no field 'created_by'."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    office: Office, more: dict[str, Any], status: int, said: str
) -> None:
    answered, body = office.ask("POST", "schedules", DAILY | more)
    assert (answered, body["detail"][: len(said)]) == (status, said)
    assert office.ask("GET", "schedules")[1]["schedules"] == []


def test_a_file_is_taken_and_the_audit_says_so(office: Office, engine: Engine) -> None:
    office.ask("POST", "schedules", DAILY | {"receivers": ["webhook"]})
    assert office.write() == 1
    (run,) = office.ask("GET", "schedules/1/files")[1]["files"]
    assert (run["status"], run["late"], run["rows"], run["hash"]) == ("done", True, 2, "abc")
    assert run["sent"] == [
        {"receiver": "webhook", "attempts": 0, "delivered_at": None, "error": None}
    ]
    taken = office.take(run["path"])
    assert (taken.status_code, taken.data) == (200, b"first\nsecond\n")
    assert taken.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert taken.headers["Content-Disposition"] == f"attachment; filename={run['file_name']}"
    assert audited(engine)[-1] == ("root", "schedule.download", "schedule Each day", "done")
    for path in (office.folder / "reports").rglob("*.csv"):
        path.unlink()
    assert office.take(run["path"]).status_code == 404
    execute(engine, "UPDATE report_files SET file = NULL")
    assert office.take(run["path"]).status_code == 404
    (run,) = office.ask("GET", "schedules/1/files")[1]["files"]
    assert run["path"] is None


def test_the_runs_come_a_page_at_a_time(office: Office) -> None:
    office.ask("POST", "schedules", DAILY)
    for _ in range(3):
        office.write()
    first = office.ask("GET", "schedules/1/files?limit=2")[1]
    rest = office.ask("GET", f"schedules/1/files?limit=2&cursor={first['next_cursor']}")[1]
    assert [run["id"] for run in first["files"] + rest["files"]] == [3, 2, 1]
    assert rest["next_cursor"] is None
    assert office.ask("GET", "schedules")[1]["schedules"][0]["last"]["id"] == 3


def test_what_others_may_see_is_not_there_for_the_limited(office: Office, engine: Engine) -> None:
    mia = signed_in(engine, "mia", campaigns=[1])
    anna = signed_in(engine, "anna")
    office.ask("POST", "schedules", DAILY | {"name": "All"}, anna)
    office.ask("POST", "schedules", DAILY | {"name": "Of both", "campaigns": [1, 2]}, anna)
    office.ask("POST", "schedules", DAILY | {"name": "Of one", "campaigns": [1]}, anna)
    office.ask("POST", "schedules", DAILY | {"name": "Mine"}, mia)
    assert office.write() == 4

    def names(who: Actor) -> set[str]:
        return {one["name"] for one in office.ask("GET", "schedules", who=who)[1]["schedules"]}

    assert names(anna) == {"All", "Of both", "Of one", "Mine"}
    assert names(mia) == {"Of one", "Mine"}
    for id in (1, 2, 77):
        assert office.ask("GET", f"schedules/{id}/files", who=mia)[0] == 404
        assert office.ask("DELETE", f"schedules/{id}", WHY, mia)[0] == 404
        hidden = office.take(f"/api/v1/report-files/{id}", mia)
        assert (hidden.status_code, hidden.json["detail"]) == (404, "There is no such file.")
    for id in (3, 4):
        assert office.take(f"/api/v1/report-files/{id}", mia).status_code == 200
    access.change_role(engine, CONSOLE, "mia", Role.MANAGER, frozenset({2}))
    less = signed_in_again(engine, mia)
    (mine,) = office.ask("GET", "schedules", who=less)[1]["schedules"]
    assert (mine["name"], mine["last"]["path"]) == ("Mine", None)
    assert office.take("/api/v1/report-files/4", less).status_code == 404


def signed_in_again(engine: Engine, who: Actor) -> Actor:
    execute(engine, "UPDATE sessions SET ended_at = NULL WHERE user_id = :id", id=who.id)
    return Actor(who.name, who.role, who.means, who.id, who.session_id, frozenset({2}))


def test_supervisors_have_no_files(office: Office, engine: Engine) -> None:
    office.ask("POST", "schedules", DAILY)
    office.write()
    anna = signed_in(engine, "anna")
    execute(engine, "UPDATE users SET role = 'supervisor'")
    assert office.take("/api/v1/report-files/1", anna).status_code == 403
    assert office.ask("POST", "schedules", DAILY, anna)[0] == 403
    assert len(files(office.folder)) == 1


def test_there_is_an_end_to_schedules(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from data.commands import schedules as commands

    monkeypatch.setattr(commands, "MOST_ACTIVE", 1)
    assert office.ask("POST", "schedules", DAILY)[0] == 201
    status, body = office.ask("POST", "schedules", DAILY)
    assert (status, body["detail"]) == (409, "There are 200 schedules already: end one first.")
    office.ask("DELETE", "schedules/1", WHY)
    assert office.ask("POST", "schedules", DAILY)[0] == 201
