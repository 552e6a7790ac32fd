"""Reports as they leave a serving program: whole, or cut; and nothing is left of those cut."""

import csv
import io
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import Engine, text

from data.database import open_engine
from tests.data.reports import many
from tests.server import Server

pytestmark = pytest.mark.service

LONG = "/api/v1/reports/transitions?format=csv"


@pytest.fixture(scope="module")
def served(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program on a campaign whose moves fit into no buffer."""
    engine = open_engine(module_url)
    many.fill(engine)
    add_formulas(engine)
    engine.dispose()
    serving = Server(tmp_path_factory.mktemp("reports"), module_url, "unix:///nowhere").start()
    serving.people = {  # type: ignore[attr-defined]
        "mia": serving.sign_in("mia", "manager"),
        "otto": serving.sign_in("otto", "manager"),
        "lea": serving.sign_in("lea", "manager", campaigns=[2]),
        "sam": serving.sign_in("sam", "supervisor"),
        "ada": serving.sign_in("ada", "admin"),
    }
    yield serving
    serving.stop()
    assert "Traceback" not in serving.log.read_text()
    assert "without completing" not in serving.log.read_text()


def add_formulas(engine: Engine) -> None:
    """A campaign whose every text would be one, if a spreadsheet had its way."""
    campaign = "INSERT INTO campaigns (id, name, mode) VALUES (2, :name, 'preview')"
    contact = (
        "INSERT INTO contacts (id, campaign_id, phone, external_id)"
        " VALUES (2, 2, '+420777123450', '@SUM(1)')"
    )
    move = "UPDATE contacts SET state = 'calling', operator = :o, reason = :r WHERE id = 2"
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(text(campaign), {"name": '=HYPERLINK("x")'})
        connection.execute(text(contact))
        connection.execute(text(move), {"o": "+1-1|cmd", "r": "\t=1+1"})


@pytest.fixture
def people(served: Server) -> Mapping[str, dict[str, str]]:
    wait_for_nobody(served)
    found: Mapping[str, dict[str, str]] = served.people  # type: ignore[attr-defined]
    served.wait_until(lambda: served.status("/api/v1/reports", found["mia"]) == 200)
    return found


@pytest.fixture
def log(served: Server) -> Iterator[Engine]:
    """The database of the program."""
    engine = open_engine(served.settings["DATABASE_URL"])
    yield engine
    engine.dispose()


def children(served: Server) -> list[psutil.Process]:
    """The processes that write reports."""
    assert served.process is not None
    every = psutil.Process(served.process.pid).children(recursive=True)
    return [one for one in every if "report" in " ".join(command_of(one))]


def command_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:  # it ends at this moment
        return []


def wait_for_nobody(served: Server) -> None:
    served.wait_until(lambda: not children(served))


class Reader:
    """Somebody who asks for a report, and reads as little of it as they like."""

    def __init__(self, served: Server, path: str, headers: Mapping[str, str]) -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(30)
        self.socket.connect(("127.0.0.1", served.port))
        lines = [
            f"GET {path} HTTP/1.1",
            "Host: 127.0.0.1",
            *(f"{k}: {v}" for k, v in headers.items()),
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())

    def head(self) -> str:
        """The answer, up to where rows begin."""
        found = b""
        while b"nobody was at home" not in found:
            piece = self.socket.recv(4096)
            assert piece, found
            found += piece
        return found.decode(errors="replace")

    def rest(self) -> bytes:
        """All that still comes; a connection that is cut has no end."""
        found = b""
        with suppress(ConnectionResetError):
            while piece := self.socket.recv(65_536):
                found += piece
        return found

    def leave(self) -> None:
        self.socket.close()


def fetch(
    served: Server, path: str, headers: Mapping[str, str], method: str = "GET"
) -> tuple[int, Mapping[str, str], bytes]:
    body = b"{}" if method == "DELETE" else None
    given = dict(headers) | ({"Content-Type": "application/json"} if body else {})
    asked = urllib.request.Request(served.url + path, body, given, method=method)
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def runs(served: Server, headers: Mapping[str, str]) -> list[dict[str, Any]]:
    told = served.get("/api/v1/reports/runs", headers)
    return list(told["runs"])


def standing(served: Server, headers: Mapping[str, str], run: str) -> str:
    return next((one["state"] for one in runs(served, headers) if one["id"] == run), "")


def entries(log: Engine, action: str) -> list[Any]:
    wanted = "SELECT actor, outcome, subject, detail FROM audit WHERE action = :action ORDER BY id"
    with log.connect() as connection:
        return list(connection.execute(text(wanted), {"action": action}))


def test_a_report_is_whole_named_by_the_server_and_in_the_audit(
    served: Server, people: Mapping[str, dict[str, str]], log: Engine
) -> None:
    before = len(entries(log, "report.export"))
    status, headers, body = fetch(
        served, f"{LONG}&campaign=1&state=initial&run=first-one", people["mia"]
    )
    assert status == 200
    assert headers["content-type"] == "text/csv; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-disposition"].startswith(
        'attachment; filename="transitions-campaign-1-'
    )
    *_, row, _ = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert "'+420 ••• ••• 450" in row
    manifest = json.loads(body.decode().partition("# manifest ")[2])
    assert manifest["rows"] == 1
    (entry,) = entries(log, "report.export")[before:]
    assert (entry.actor, entry.outcome, entry.subject) == ("mia", "done", "transitions")
    assert json.loads(entry.detail) == {
        "campaigns": [1], "format": "csv", "language": "en", "states": ["initial"], "zone": "UTC",
    }  # fmt: skip
    served.wait_until(lambda: standing(served, people["mia"], "first-one") == "done")
    assert next(one for one in runs(served, people["mia"]) if one["id"] == "first-one")["rows"] == 1


def test_who_may_not_gets_nothing_and_it_is_written_down(
    served: Server, people: Mapping[str, dict[str, str]], log: Engine
) -> None:
    assert fetch(served, LONG, people["sam"])[0] == 403
    assert fetch(served, LONG, {})[0] == 401
    before = len(entries(log, "report.export"))
    unseen, missing = (fetch(served, f"{LONG}&campaign={id}", people["lea"]) for id in (1, 99))
    assert (unseen[0], unseen[2]) == (404, missing[2])
    assert [entry.outcome for entry in entries(log, "report.export")[before:]] == ["refused"] * 2
    status, _, body = fetch(served, LONG, people["lea"])
    assert (status, b"nobody was at home" in body) == (200, False)


@pytest.mark.parametrize("form", ["csv", "xlsx"])  # an Excel file has no byte before its end
def test_whoever_hangs_up_leaves_nothing_behind(
    served: Server, people: Mapping[str, dict[str, str]], log: Engine, form: str
) -> None:
    run = f"hung-up-{form}"
    reader = Reader(served, f"{LONG.replace('csv', form)}&run={run}", people["mia"])
    if form == "csv":
        assert reader.head().startswith("HTTP/1.1 200 OK")
    served.wait_until(lambda: children(served))
    reader.leave()
    wait_for_nobody(served)
    served.wait_until(lambda: standing(served, people["mia"], run) == "stopped")
    with log.connect().execution_options(write=True) as connection, connection.begin():
        pass  # nobody holds the database


def test_a_report_that_is_stopped_is_cut(
    served: Server, people: Mapping[str, dict[str, str]], log: Engine
) -> None:
    reader = Reader(served, f"{LONG}&run=stopped-1", people["mia"])
    reader.head()
    assert standing(served, people["mia"], "stopped-1") == "running"
    assert fetch(served, "/api/v1/reports/runs/stopped-1", people["otto"], "DELETE")[0] == 404
    assert fetch(served, "/api/v1/reports/runs/stopped-1", people["sam"], "DELETE")[0] == 403
    assert standing(served, people["ada"], "stopped-1") == "running"
    assert fetch(served, "/api/v1/reports/runs/stopped-1", people["ada"], "DELETE")[0] == 200
    rest = reader.rest()
    assert b"# manifest" not in rest
    assert not rest.endswith(b"0\r\n\r\n")  # by which HTTP says that it was all
    wait_for_nobody(served)
    served.wait_until(lambda: standing(served, people["mia"], "stopped-1") == "stopped")
    assert entries(log, "report.stop")[-1].actor == "ada"
    reader.leave()


def test_a_report_whose_writer_dies_is_cut(
    served: Server, people: Mapping[str, dict[str, str]]
) -> None:
    reader = Reader(served, f"{LONG}&run=killed-01", people["mia"])
    reader.head()
    for child in children(served):
        child.kill()
    rest = reader.rest()
    assert not rest.endswith(b"0\r\n\r\n")
    served.wait_until(lambda: standing(served, people["mia"], "killed-01") == "failed")
    reader.leave()


def test_one_for_each_person_and_two_for_all(
    served: Server, people: Mapping[str, dict[str, str]]
) -> None:
    mine, other = (Reader(served, LONG, people[name]) for name in ("mia", "otto"))
    for reader in (mine, other):
        reader.head()
    again, third = (fetch(served, LONG, people[name]) for name in ("mia", "ada"))
    for status, headers, body in (again, third):
        assert (status, headers["retry-after"]) == (429, "5")
        assert headers["content-type"] == "application/problem+json"
        assert json.loads(body)["detail"].endswith((": wait for it, or stop it.", "a few seconds."))
    assert fetch(served, "/api/v1/campaigns", people["mia"])[0] == 200
    mine.leave()
    wait_for = time.monotonic() + 20
    while (status := fetch(served, f"{LONG}&state=initial", people["mia"])[0]) == 429:
        assert time.monotonic() < wait_for
    assert status == 200
    other.leave()
    wait_for_nobody(served)


def test_a_stopping_program_takes_its_reports_along(sqlite_url: str, tmp_path: Path) -> None:
    engine = open_engine(sqlite_url)
    many.fill(engine)
    engine.dispose()
    serving = Server(tmp_path, sqlite_url, "unix:///nowhere").start()
    reader = Reader(serving, LONG, {})
    reader.head()
    (writing, *_) = children(serving)
    serving.kill()
    psutil.wait_procs([writing], timeout=20)
    assert not writing.is_running() or writing.status() == psutil.STATUS_ZOMBIE
    reader.leave()


def test_what_a_dialer_wrote_is_no_formula(
    served: Server, people: Mapping[str, dict[str, str]]
) -> None:
    """From a contact's state change to the cells of the file."""
    _, _, body = fetch(served, f"{LONG}&campaign=2", people["ada"])
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:-1]
    assert len(rows) == 2
    assert {'\'=HYPERLINK("x")', "'@SUM(1)", "'+1-1|cmd", "'\t=1+1"} <= set(rows[1])
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")), cell
