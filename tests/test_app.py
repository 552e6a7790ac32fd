"""The command line, as its users meet it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import click
import psutil
import pytest
from click.testing import CliRunner

from app import cli
from data.accounts.login import sign_in
from data.database import open_engine
from data.leash import leashed
from data.schema.migrate import newest_revision
from tests import forking
from tests.server import ANSWER_SECONDS, ROOT, STOP_SECONDS, WAIT_SECONDS, Server, free_port

pytestmark = pytest.mark.service


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """An environment with our own folder and a free port, and nothing else set."""
    names = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "HOST", "WORKERS", "MAKEFLAGS")
    inherited = {name: value for name, value in os.environ.items() if name not in names}
    return inherited | {"VAR_DIR": str(tmp_path / "var"), "PORT": str(free_port())}


def run(
    settings: dict[str, str], *command: str, typed: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """A command, forked: the same code without the imports."""
    done = forking.run(command, settings | more, typed.encode())
    return subprocess.CompletedProcess(
        command, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def run_anew(
    settings: dict[str, str], *command: str, **more: str
) -> subprocess.CompletedProcess[str]:
    """A command as it is typed."""
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *command],
        env=settings | more,
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )


def test_help_everywhere(settings: dict[str, str]) -> None:
    overview = run_anew(settings, "--help")
    assert overview.returncode == 0
    commands = cli.list_commands(click.Context(cli))
    assert len(commands) == 11
    for command in commands:
        assert f"\n  {command} " in overview.stdout
        assert helped(command).startswith(f"Usage: app.py {command}")
    for command in ("user add", "user role", "token create", "wall revoke"):
        assert f"\n  app.py {command} " in helped(*command.split())


def helped(*command: str) -> str:
    """What is said to `--help`."""
    return CliRunner().invoke(cli, [*command, "--help"], prog_name="app.py").output


@pytest.mark.parametrize(
    ("command", "more", "code", "said"),
    [
        (["fly"], {}, 2, "No such command 'fly'"),
        (["demo", "--speed", "fast"], {}, 2, "Invalid value for '--speed'"),
        (["demo", "--speed", "0"], {}, 2, "Invalid value for '--speed'"),
        (["demo", "--fresh"], {"DATABASE_URL": "sqlite:///new.db"}, 2, "DATABASE_URL is given"),
        (["serve"], {"VAR_DIR": "/dev/null/x"}, 2, "Error: VAR_DIR='/dev/null/x'"),
        (["serve"], {"PORT": "x"}, 2, "Error: PORT='x'"),
        ([], {"HOST": "0.0.0.0"}, 2, "`app.py user add NAME --role admin`"),
        (["serve"], {"HOST": "256.0.0.1"}, 2, "Error: HOST='256.0.0.1'"),
        (["demo"], {"HOST": "0.0.0.0"}, 2, "Error: HOST='0.0.0.0'"),
        (["user", "add", "anna"], {}, 2, "Missing option '--role'"),
        (["user", "add", "anna", "--role", "wall"], {}, 2, "'wall' is not one of"),
        (["user", "add", "anna", "--role", "admin"], {}, 1, "There is no password"),
        (["user", "role", "anna", "--role", "admin"], {}, 1, "There is no such user"),
        (["user", "disable", "anna"], {}, 1, "There is no such user"),
        (["token", "create", "t", "--role", "dialer", "--campaigns", "x"], {}, 2, "no list of ids"),
        (["token", "create", "t", "--role", "dialer", "--days", "0"], {}, 1, "1 to 3,650 days"),
        (["token", "revoke", "0"], {}, 2, "Invalid value for 'ID'"),
        (["token", "revoke", "9"], {}, 1, "There is no such token"),
        (["wall", "create", "a\nb"], {}, 1, "A name has 1 to 64"),
        (["wall", "create", "lobby", "--campaigns", "404"], {}, 1, "There is no such campaign"),
        (["migrate"], {"DATABASE_URL": "mysql://x"}, 2, "Error: DATABASE_URL=…"),
        (["serve"], {"DATABASE_URL": "sqlite:///new.db"}, 1, "run `app.py migrate`"),
        (["serve"], {"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, 1, "Error: connection"),
        (["simulate", "--replay", "nowhere.csv"], {}, 2, "does not exist"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    settings: dict[str, str], command: list[str], more: dict[str, str], code: int, said: str
) -> None:
    more = {"SECRET_KEY": "of the tests"} | more
    if "new.db" in more.get("DATABASE_URL", ""):
        more["DATABASE_URL"] = f"sqlite:///{settings['VAR_DIR']}/new.db"
    ended = run(settings, *command, **more)
    assert (ended.returncode, said in ended.stderr) == (code, True), ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_given_database_needs_a_secret(settings: dict[str, str], sqlite_url: str) -> None:
    ended = run(settings, "serve", DATABASE_URL=sqlite_url)
    assert (ended.returncode, "Error: SECRET_KEY is empty" in ended.stderr) == (2, True)


def test_a_taken_port_is_said_before_anything_is_started(settings: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(settings["PORT"])))
        other.listen()
        ended = run_anew(settings, "demo")
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert f"PORT={settings['PORT']}" in ended.stderr
    assert not Path(settings["VAR_DIR"]).exists()


def test_starting_over_forgets_nothing_but_our_own(settings: dict[str, str]) -> None:
    folder = Path(settings["VAR_DIR"])
    assert run_anew(settings, "migrate").returncode == 0
    (folder / "thesis.txt").write_text("mine")
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(settings["PORT"])))
        other.listen()
        run_anew(settings, "demo", "--fresh")
    assert (folder / "dashboard.sqlite3").exists()
    assert run_anew(settings, "demo", "--fresh", TIMEZONE="nowhere").returncode == 2
    script = "from app import _forget; from data.settings import load; _forget(load())"
    subprocess.run([sys.executable, "-c", script], env=settings, cwd=ROOT, check=True, timeout=60)
    assert [file.name for file in folder.iterdir()] == ["thesis.txt"]


def test_migrate_and_doctor(settings: dict[str, str]) -> None:
    assert run_anew(settings, "doctor").returncode == 1
    assert run_anew(settings, "migrate").stdout.endswith(f"revision {newest_revision()}.\n")
    examined = run_anew(settings, "doctor")
    assert (examined.returncode, "FAIL" in examined.stdout) == (0, False)


def test_users(settings: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "password").write_text("from a file, long\nand more\n")
    added = run(settings, "user", "add", "Anna", "--role", "admin", typed="correct horse\n")
    assert (added.returncode, added.stdout) == (0, "Added Anna: admin.\n")
    again = run(settings, "user", "add", "anna", "--role", "admin", typed="correct horse\n")
    assert (again.returncode, "There is a user of this name already." in again.stderr) == (1, True)
    short = run(settings, "user", "add", "eve", "--role", "admin", typed="demo\n")
    assert (short.returncode, "too short" in short.stderr) == (1, True)
    file = str(tmp_path / "password")
    assert run(settings, "user", "password", "anna", "--password-file", file).returncode == 0
    assert run(settings, "user", "role", "anna", "--role", "manager").returncode == 0
    assert run(settings, "user", "disable", "anna").returncode == 0
    shown = run(settings, "user", "list").stdout.splitlines()
    assert shown[1].split()[:3] == ["anna", "manager", "all"]
    assert shown[1].endswith("disabled")
    assert run(settings, "user", "enable", "anna").returncode == 0
    engine = open_engine(f"sqlite:///{settings['VAR_DIR']}/dashboard.sqlite3")
    assert sign_in(engine, "anna", "from a file, long", "127.0.0.1")
    engine.dispose()


def test_tokens_and_walls_are_shown_once(settings: dict[str, str]) -> None:
    token = run(settings, "token", "create", "dialer 1", "--role", "dialer").stdout.strip()
    link = run(settings, "wall", "create", "lobby").stdout.strip()
    assert link.startswith(f"http://127.0.0.1:{settings['PORT']}/wall#token=")
    for kind, secret in (("token", token), ("wall", link.partition("=")[2])):
        shown = run(settings, kind, "list").stdout
        assert secret[:10] in shown
        assert secret not in shown
        assert run(settings, kind, "revoke", "1").returncode == 0
        assert "revoked" in run(settings, kind, "list").stdout


def test_it_listens_everywhere_once_there_is_an_account(settings: dict[str, str]) -> None:
    run(settings, "user", "add", "anna", "--role", "admin", typed="correct horse\n")
    serving = subprocess.Popen(
        leashed(sys.executable, str(ROOT / "app.py")),
        env=settings | {"HOST": "0.0.0.0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert serving.stdout is not None
        assert serving.stdout.readline().startswith("The dashboard is at http://")
        assert serving.stdout.readline() == "Sign in with an account (app.py user list).\n"
        serving.terminate()  # which may come before it serves, and counts all the same
        serving.communicate(timeout=STOP_SECONDS)
    finally:
        serving.kill()
        serving.communicate(timeout=STOP_SECONDS)


PYTHON = [sys.executable, str(ROOT / "app.py"), "demo"]
MAKE = ["make", "-C", str(ROOT), "demo"]


@pytest.mark.parametrize(
    ("command", "number", "processes"),
    [
        (PYTHON, signal.SIGINT, 2),  # the embedded Valkey and the simulated dialer
        pytest.param(PYTHON, signal.SIGTERM, 2, marks=pytest.mark.exhaustive),
        (PYTHON, signal.SIGKILL, 2),
        (MAKE, signal.SIGTERM, 3),  # and the program itself
    ],
)
def test_the_demo_moves_and_leaves_no_process(
    settings: dict[str, str], command: list[str], number: int, processes: int
) -> None:
    demo = subprocess.Popen(
        leashed("/usr/bin/env", *command),
        env=settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{settings['PORT']}"
    family: list[psutil.Process] = []
    try:
        first = _seq(url)
        deadline = time.monotonic() + WAIT_SECONDS
        while _seq(url) == first:
            assert time.monotonic() < deadline, "the simulated dialer moves nothing"
            time.sleep(0.1)
        engine = open_engine(f"sqlite:///{settings['VAR_DIR']}/dashboard.sqlite3")
        for name in ("supervisor", "manager", "admin"):
            assert sign_in(engine, name, "demo", "127.0.0.1")
        engine.dispose()
        family = psutil.Process(demo.pid).children(recursive=True)
        assert len(family) == processes
    finally:
        demo.send_signal(number)
        demo.wait(STOP_SECONDS)
    _, left = psutil.wait_procs(family, timeout=STOP_SECONDS)
    assert left == []


def test_streams_are_closed_with_a_word_when_the_server_stops(
    sqlite_url: str, tmp_path: Path
) -> None:
    server = Server(tmp_path, sqlite_url, "unix:///nowhere").start()
    with urllib.request.urlopen(f"{server.url}/live/overview", timeout=ANSWER_SECONDS) as stream:
        stream.readline()
        assert server.signal(signal.SIGTERM) == 0
        assert stream.read().endswith(b"retry: 500\n\n")


def _seq(url: str) -> object:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=ANSWER_SECONDS) as answer:
                return json.load(answer)["feed"]["seq"]
        except OSError:
            assert time.monotonic() < deadline, "the demo does not answer"
            time.sleep(0.1)
