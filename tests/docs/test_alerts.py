"""docs/alerts.md says what the program does: its causes, limits, payload and signature."""

import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data import alert_book
from data.domain.alerts import RULES, Alert, Severity, Status
from data.domain.messages import Kind, message
from data.domain.thresholds import Limits
from data.notify.webhook import signature
from tests.data.sql import execute

PAGE = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text()
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def snippet(language: str) -> str:
    (body,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)
    return str(body)


def verifier() -> Callable[[str, dict[str, str], bytes], bool]:
    """The function that the page gives to receivers."""
    names: dict[str, Any] = {}
    exec(snippet("python"), names)
    verify: Callable[[str, dict[str, str], bytes], bool] = names["is_ours"]
    return verify


def signed(secret: str, at: int, body: bytes) -> dict[str, str]:
    return {"X-Alert-Timestamp": str(at), "X-Alert-Signature": signature(secret, at, body)}


def test_every_cause_is_told_in_the_order_of_harm() -> None:
    told = re.findall(r"^\| `(\w+)` \|.*\|.*\|.*\|$", PAGE, re.M)
    causes = [rule.cause for rule in RULES]
    assert [cause for cause in told if cause in causes] == causes


def test_the_payload_is_what_is_sent() -> None:
    alert = Alert(
        17, 7, "stuck", "calling", Severity.WARN, Status.FIRING, NOON, 3,
        limit_seconds=60, fired_at=NOON,
    )  # fmt: skip
    assert json.loads(snippet("json")) == message(alert, Kind.FIRED)


def test_the_signature_is_verified() -> None:
    is_ours, now = verifier(), int(time.time())
    assert is_ours("s3", signed("s3", now, b"{}"), b"{}")
    assert not is_ours("s4", signed("s3", now, b"{}"), b"{}")
    assert not is_ours("s3", signed("s3", now, b"{}"), b"{ }")
    assert not is_ours("s3", signed("s3", now - 3600, b"{}"), b"{}")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_threshold_of_its_own(engine: Engine) -> None:
    execute(engine, snippet("sql"))
    with engine.connect() as connection:
        assert alert_book.overrides(connection) == {(7, "acw"): Limits(300, 900, own=True)}
