"""Every snippet of docs/dialers.md does what the page says, on real databases."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from data.commands.access import create_token
from data.domain.access import Actor, Means, Role
from data.domain.states import CODES
from tests.data.blacklist.lists import states
from tests.data.sql import execute, one, rows
from tests.server import WAIT_SECONDS, Server

pytestmark = pytest.mark.service

PAGE = Path(__file__).parents[2] / "docs" / "dialers.md"
LANGUAGES = {"sql", "sql postgresql", "python", "sh", "json"}


@dataclass(frozen=True)
class Snippet:
    """A fenced piece of the page."""

    line: int
    language: str
    body: str

    @property
    def name(self) -> str:
        return f"line-{self.line}"


def snippets(*languages: str) -> list[Snippet]:
    page = PAGE.read_text()
    found = [
        Snippet(page.count("\n", 0, match.start()) + 1, match[1], match[2])
        for match in re.finditer(r"^```([^\n]+)\n(.*?)^```$", page, re.M | re.S)
    ]
    assert {snippet.language for snippet in found} == LANGUAGES
    return [snippet for snippet in found if snippet.language in languages]


def statements(snippet: Snippet) -> list[tuple[str, str]]:
    """Each statement, and the refusal that it is to meet; empty where it is to work."""
    pattern = re.compile(r"(.*?);(?:  -- refused: ([^\n]*))?\n", re.S)
    return [(match[1].strip(), match[2] or "") for match in pattern.finditer(snippet.body)]


def all_statements() -> list[tuple[str, str]]:
    return [found for snippet in snippets("sql") for found in statements(snippet)]


def follow_the_page(engine: Engine) -> None:
    """Run all the SQL that is to work."""
    for statement, refusal in all_statements():
        if not refusal:
            execute(engine, statement)


@pytest.fixture
def told(engine: Engine) -> Engine:
    """A database as the page leaves it."""
    follow_the_page(engine)
    return engine


def test_the_two_statements_keep_the_history(told: Engine) -> None:
    assert states(told) == ["success", "retry_scheduled", "calling"]
    kept = rows(told, "SELECT attempts, funnel_step FROM contacts ORDER BY id")
    assert kept == [(1, 4), (1, 1), (1, 1)]
    assert one(told, "SELECT count(*) FROM transitions") == 3 + 4 + 2 + 1


@pytest.mark.parametrize(("status", "claimed"), [("in_progress", 1), ("paused", 0)])
def test_a_claim_tells_by_its_row_count(told: Engine, status: str, claimed: int) -> None:
    [claim] = [statement for statement, _ in all_statements() if "EXISTS" in statement]
    execute(told, "UPDATE contacts SET state = 'initial' WHERE id = 3")
    execute(told, f"UPDATE campaigns SET status = '{status}'")
    for wanted in (claimed, 0):
        with told.execution_options(write=True).begin() as connection:
            assert connection.execute(text(claim)).rowcount == wanted


def test_what_the_page_says_is_refused_is_refused_with_its_words(told: Engine) -> None:
    refused = [(statement, refusal) for statement, refusal in all_statements() if refusal]
    assert len(refused) == 11
    for statement, refusal in refused:
        with pytest.raises(DBAPIError, match=re.escape(refusal)):
            execute(told, statement)


def test_the_table_of_states_is_complete() -> None:
    section = PAGE.read_text().split("### The states")[1].split("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", section, re.M)) == CODES


@pytest.mark.parametrize("snippet", snippets("json"), ids=lambda snippet: snippet.name)
def test_the_json_is_json(snippet: Snippet) -> None:
    assert json.loads(snippet.body)["campaign_id"] == 7


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@on_postgres
def test_the_role_can_do_a_dialers_work_and_no_more(told: Engine) -> None:
    [snippet] = snippets("sql postgresql")
    with told.connect() as connection:  # rolled back: a role belongs to the whole server
        for statement, _ in statements(snippet):
            connection.execute(text(statement))
        connection.execute(text("SET LOCAL ROLE dialer"))
        connection.execute(text("INSERT INTO contacts (campaign_id, phone) VALUES (1, '+1')"))
        connection.execute(text("UPDATE contacts SET state = 'acw' WHERE id = 3"))
        connection.execute(text("SELECT * FROM commands"))
        for beyond in ("DELETE FROM contacts", "UPDATE campaigns SET name = ''"):
            with pytest.raises(DBAPIError, match="permission denied"), connection.begin_nested():
                connection.execute(text(beyond))


def program(part: str) -> str:
    """The one Python snippet with `part` in it; a test for each of them is below."""
    bodies = [snippet.body for snippet in snippets("python")]
    assert len(bodies) == 4
    [body] = [body for body in bodies if part in body]
    return body


@contextmanager
def running(body: str, folder: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A snippet as a program of its own, warnings being errors."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", body],
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def waiting(engine: Engine) -> None:
    """All contacts once more on the list."""
    execute(engine, "UPDATE contacts SET state = 'initial'")


# A dialer leaves a paused campaign alone.
by_status = pytest.mark.parametrize(
    ("status", "state"), [("in_progress", "success"), ("paused", "initial")]
)


@on_sqlite
@by_status
def test_the_python_dialer_on_sqlite(told: Engine, tmp_path: Path, status: str, state: str) -> None:
    waiting(told)
    execute(told, f"UPDATE campaigns SET status = '{status}'")
    (tmp_path / "var").mkdir()
    (tmp_path / "var/dashboard.sqlite3").symlink_to(str(told.url.database))
    with running(program("import sqlite3"), tmp_path) as process:
        assert process.wait(WAIT_SECONDS) == 0
    assert states(told) == [state] * 3


@on_postgres
def test_the_python_dialer_on_postgres_and_its_hints(
    told: Engine, database_url: str, valkey_url: str, tmp_path: Path
) -> None:
    waiting(told)
    address = {"DATABASE_URL": plain(database_url), "REDIS_URL": valkey_url}
    with Redis.from_url(valkey_url, socket_timeout=WAIT_SECONDS) as redis, redis.pubsub() as heard:
        heard.subscribe("contact-transitions")
        assert heard.get_message(timeout=WAIT_SECONDS)
        with running(program("def hint"), tmp_path, **address) as process:
            assert process.wait(WAIT_SECONDS) == 0
        message = heard.get_message(timeout=WAIT_SECONDS)
    assert states(told) == ["success"] * 3
    assert message
    assert json.loads(message["data"]) == {"campaign_id": 1}


@on_postgres
def test_the_python_dialer_works_without_redis(
    told: Engine, database_url: str, tmp_path: Path
) -> None:
    waiting(told)
    address = {"DATABASE_URL": plain(database_url), "REDIS_URL": "unix:///tmp/no-such.sock"}
    with running(program("def hint"), tmp_path, **address) as process:
        assert process.wait(WAIT_SECONDS) == 0
    assert states(told) == ["success"] * 3


@on_postgres
def test_the_python_snippet_hears_commands_and_finds_what_it_missed(
    told: Engine, database_url: str, valkey_url: str, tmp_path: Path
) -> None:
    order = "INSERT INTO commands (type, campaign_id, payload) VALUES ('{}', 1, '{}')"
    execute(told, order.format("campaign.cancel", "{}"))
    address = {"DATABASE_URL": plain(database_url), "REDIS_URL": valkey_url}
    with running(program("def obey"), tmp_path, **address) as process:
        assert process.stdout
        assert process.stdout.readline() == "campaign.cancel 1 []\n"
        execute(told, order.format("contacts.remove", json.dumps({"contact_ids": [2, 3]})))
        with Redis.from_url(valkey_url, socket_timeout=WAIT_SECONDS) as redis:
            assert redis.publish("campaign-commands", "garbage") == 1
        assert process.stdout.readline() == "contacts.remove 1 [2, 3]\n"


@pytest.fixture
def address(told: Engine, server: Server) -> dict[str, str]:
    """The program, serving the database as the page leaves it, and two tokens."""
    console = Actor("the tests", Role.ADMIN, Means.CONSOLE)
    made = {
        name: create_token(told, console, name, role, days=1).secret
        for name, role in {"TOKEN": Role.DIALER, "READER": Role.SUPERVISOR}.items()
    }
    return made | {"DASHBOARD": server.url}


def test_curl_loads_claims_and_reads_commands_and_numbers(
    told: Engine, address: dict[str, str]
) -> None:
    execute(told, "INSERT INTO commands (type, campaign_id) VALUES ('campaign.cancel', 1)")

    def asked(snippet: Snippet) -> Any:
        return json.loads(curl(snippet, address))

    load, running, report, commands, campaign, history, stream = snippets("sh")
    loaded = asked(load)
    assert [row["state"] for row in loaded["contacts"]] == ["initial"]
    assert asked(load) == loaded
    listed = until(lambda: asked(running)["campaigns"], bool)
    assert [one["status"] for one in listed] == ["in_progress"]
    (row,) = asked(report)["transitions"]
    assert (row["outcome"], row["state"]) == ("done", "calling")
    assert states(told) == ["success", "calling", "calling", "initial"]
    (command,) = asked(commands)["commands"]
    assert command["type"] == "campaign.cancel"
    body = until(lambda: asked(campaign), lambda body: body["total"] == 4)
    assert body["counts"]["success"] == 1
    moves = until(lambda: asked(history), lambda body: len(body["transitions"]) == 12)
    assert moves["next_after"] == moves["transitions"][-1]["id"]
    event, data = curl(stream, address).splitlines()[:2]
    assert event == "event: state"
    assert json.loads(data.removeprefix("data: "))["counts"]["calling"] == 2


@by_status
def test_the_python_dialer_over_http(
    told: Engine, address: dict[str, str], tmp_path: Path, status: str, state: str
) -> None:
    execute(told, f"UPDATE campaigns SET status = '{status}'")
    with running(program("def ask"), tmp_path, **address) as process:
        assert process.wait(WAIT_SECONDS) == 0
    assert states(told)[3:] == [state, state]


def curl(snippet: Snippet, address: dict[str, str]) -> str:
    """What the snippet prints."""
    done = subprocess.run(
        ["sh", "-c", snippet.body],
        env=os.environ | address,
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )
    timed_out = "--max-time" in snippet.body and done.returncode == 28
    assert timed_out or done.returncode == 0, done.stderr
    return done.stdout


def until(ask: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
    """The first answer that holds."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds(answer := ask()):
        assert time.monotonic() < deadline, answer
        time.sleep(0.05)
    return answer


def plain(url: str) -> str:
    """The address without SQLAlchemy's part."""
    return url.replace("+psycopg", "")
