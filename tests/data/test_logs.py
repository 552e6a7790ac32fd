"""Logs hold no number that could be called, no secret, and no sign that forges a line."""

import io
import json
import logging
import subprocess
import sys
from typing import Any

import pytest
import structlog

from data.logs import cleaned, formatter
from tests.server import ROOT, WAIT_SECONDS

PHONE = "+420777123450"
SECRET = "hUnter2-correct-horse"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (PHONE, "+420 ••• ••• 450"),
        ("call 00420777123450 now", "call ••• ••• 450 now"),
        ("+420 (777) 123-450", "+420 ••• ••• 450"),
        ("id=777123450,", "id=••• ••• 450,"),
        ("x777123450x", "x••• ••• 450x"),
        ("٤٢٠٧٧٧١٢٣٤٥٠", "•••"),
        ("12345678", "12345678"),
        ("2026-11-23 16:11:09.123456 from 192.168.100.200", None),
        ("2026-11-23T16:11:09Z, 127.0.0.1:45678, 3.51.3", None),
        ("2026-11-23 777123450", "2026-11-23 ••• ••• 450"),
        ("420.777.123.450", "••• ••• 450"),
        ("(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)", None),
        (f"Authorization: Bearer {SECRET}", "Authorization: Bearer •••"),
        ("Cookie: lang=cs; session=a.b-c_d; csrf=e", "Cookie: •••; session=•••; csrf=•••"),
        (f'{{"password": "{SECRET} and more"}}', '{"password": •••}'),
        (f"SECRET_KEY={SECRET}&name=x", "SECRET_KEY=•••&name=x"),
        (f"postgresql://me:p@{SECRET}/x@db.example/x", "postgresql://•••@db.example/x"),
        ("of 8sHk2LmQ0zXvB7nTqWcR4yUeJ1pAoD6f9g", "of •••"),
        ("by cdt_abc-d", "by •••"),
        ("tests/live/test_that_has_a_name_of_any_length_one_likes.py", None),
        ("a\r\n2026-01-01 [info] forged", r"a\r\n2026-01-01 [info] forged"),
        ("\x1b[2J\x9b1m\u202egnp\u200b\u2028", r"\x1b[2J\x9b1m\u202egnp\u200b\u2028"),
    ],
)
def test_what_is_kept_of_a_text(said: str, kept: str | None) -> None:
    assert cleaned(said) == (said if kept is None else kept)


def test_a_text_of_any_size_is_cleaned_in_time_that_grows_with_it() -> None:
    for sign in ("a", "1", "token", "://", " ", "1-"):
        assert cleaned(sign * 200_000)


def logger_of(form: str) -> tuple[logging.Logger, io.StringIO]:
    """A logger, and where its lines go."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(form))
    logger = logging.Logger("of the tests")
    logger.addHandler(handler)
    return logger, stream


def line(form: str, message: str, *arguments: Any, **given: Any) -> str:
    """The line of one event."""
    logger, stream = logger_of(form)
    logger.error(message, *arguments, **given)
    return stream.getvalue()


def failed() -> ValueError:
    """An error that says too much, raised from another one."""
    try:
        try:
            raise KeyError(PHONE)
        except KeyError as error:
            raise ValueError(f"password={SECRET}\n2026-01-01 [info] forged \x1b[2J") from error
    except ValueError as error:
        return error


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_line_holds_what_nobody_should_read(form: str) -> None:
    said = line(
        form,
        "%s of %s\n2026-01-01 [info] forged \x1b[31m",
        PHONE,
        {"token": SECRET, "row": [PHONE, 777123450]},
        exc_info=failed(),
    )
    assert "of the tests" in said
    assert "ValueError" in said
    for never in (PHONE, "777123450", SECRET, "\x1b", "\r"):
        assert never not in said
    forged = [one for one in said.split("\n") if one.startswith("2026-01-01")]
    assert forged == []


def test_a_line_of_json_is_one_line() -> None:
    said = line("json", "%s", "a\nb", exc_info=failed())
    assert said.count("\n") == 1
    assert json.loads(said)["event"] == r"a\nb"


def test_fields_are_known_by_their_names() -> None:
    logger, stream = logger_of("json")
    wrapped = structlog.wrap_logger(
        logger,
        wrapper_class=structlog.stdlib.BoundLogger,
        processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    )
    wrapped.error("seen", session_id="abc", phone=420777123450, many={"csrf": "x", "n": 7})
    found = json.loads(stream.getvalue())
    assert (found["session_id"], found["phone"]) == ("•••", "••• ••• 450")
    assert found["many"] == {"csrf": "•••", "n": 7}


SCRIPT = """
import sys, threading, warnings
from data import logs
from data.settings import Settings
logs.configure(Settings(secret_key="x", log_format=sys.argv[1]))
def fail():
    raise ValueError("+420777123450")
warnings.warn("+420777123450")
worker = threading.Thread(target=fail, name="worker")
worker.start()
worker.join()
fail()
"""


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_nobody_caught_goes_to_the_log_too(form: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, form],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )
    assert ended.returncode == 1
    assert "The thread worker ends." in ended.stderr
    assert "The program ends." in ended.stderr
    assert ended.stderr.count(" 450") >= 3
    assert "777123450" not in ended.stderr
