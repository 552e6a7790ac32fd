"""The whole description held against the program: what it does not say is answered nowhere."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.commands.access import create_token
from data.database import open_engine
from data.domain.access import Actor, Means, Role
from tests.live.places import fill
from tests.server import Server

SETTINGS = Path(__file__).with_name("schemathesis.toml")
CONSOLE = Actor("the tests", Role.ADMIN, Means.CONSOLE)
SECONDS = 240
SHORT, LONG = "examples,fuzzing", "examples,coverage,fuzzing"
# What it asks and how often: who may do more is asked more.
EXAMPLES = {Role.ADMIN: 4, Role.MANAGER: 1, Role.SUPERVISOR: 1, Role.DIALER: 1}
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,response_headers_conformance,negative_data_rejection,"
    "positive_data_acceptance,unsupported_method,allow_header_conformance"
)


@pytest.fixture
def filled(sqlite_url: str) -> Iterator[Engine]:
    """A database with example campaigns and something wrong in each."""
    fill(sqlite_url)
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


def test_nothing_is_answered_that_the_description_does_not_say(
    filled: Engine, sqlite_url: str, tmp_path: Path
) -> None:
    hold(filled, sqlite_url, tmp_path, Role.ADMIN, SHORT, 1)


@pytest.mark.exhaustive
@pytest.mark.timeout(300)
@pytest.mark.parametrize("role", EXAMPLES)
def test_nothing_is_answered_to_any_role_that_the_description_does_not_say(
    filled: Engine, sqlite_url: str, tmp_path: Path, role: Role
) -> None:
    phases = LONG if role is Role.ADMIN else SHORT
    hold(filled, sqlite_url, tmp_path, role, phases, EXAMPLES[role])


def hold(engine: Engine, url: str, folder: Path, role: Role, phases: str, examples: int) -> None:
    """The program is as it describes itself to a role."""
    token = create_token(engine, CONSOLE, "tester", role, days=1).secret
    server = Server(folder, url).start()
    try:
        done = examined(server, token, phases, examples, folder)
    finally:
        server.stop()
    assert done.returncode == 0, done.stdout[-20_000:]
    assert "Traceback" not in server.log.read_text()


def examined(
    server: Server, token: str, phases: str, examples: int, folder: Path
) -> subprocess.CompletedProcess[str]:
    """All operations but the stream, which has no end, with data that fit and that do not."""
    tool = Path(sys.executable).with_name("schemathesis")
    options = ["--checks", CHECKS, "--phases", phases, "--seed", "1"]
    options += ["--max-examples", str(examples), "--exclude-path", "/api/v1/live"]
    options += ["--rate-limit", "auto", "--no-shrink", "--continue-on-failure", "--warnings", "off"]
    options += ["--header", f"Authorization: Bearer {token}", f"{server.url}/api/v1/openapi.json"]
    return subprocess.run(
        [str(tool), "--config-file", str(SETTINGS), "run", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
