"""What every answer says to browsers: put on once, whatever answers."""

import asyncio
from typing import Any

import pytest

from dashboard.auth.headers import fixed, headed, policy

OWN = fixed(["'sha256-x'"])


def started(scheme: str = "http", **given: str) -> dict[str, str]:
    """The headers of an answer that has these already."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()]
    message = {"type": "http.response.start", "status": 200, "headers": headers}
    asyncio.run(headed(send, OWN, scheme)(message))
    names = [name for name, _ in sent[0]["headers"]]
    assert len(names) == len(set(names))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_the_policy_lets_in_what_is_ours_and_no_more() -> None:
    parts = dict(part.split(" ", 1) for part in policy(["'sha256-x'"]).split("; "))
    assert parts["default-src"] == "'none'"
    assert parts["script-src"] == "'self' 'sha256-x'"
    assert parts["frame-ancestors"] == parts["base-uri"] == parts["object-src"] == "'none'"
    assert "unsafe-eval" not in str(parts)
    assert "*" not in str(parts)


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/event-stream", "image/png"])
def test_every_answer_has_them(kind: str) -> None:
    found = started(content_type=kind)
    assert {name.decode() for name, _ in OWN} <= set(found)
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("kind", "kept"),
    [("text/html; charset=utf-8", False), ("application/json", False), ("text/css", True)],
)
def test_pages_and_json_are_kept_nowhere(kind: str, kept: bool) -> None:
    assert ("cache-control" in started(content_type=kind)) != kept
    given = started(content_type=kind, cache_control="public, max-age=9")
    assert given["cache-control"] == "public, max-age=9"


def test_only_behind_tls_browsers_are_told_to_stay_there() -> None:
    assert "strict-transport-security" not in started()
    assert started("https")["strict-transport-security"].startswith("max-age=31536000")


def test_nobody_is_told_what_serves() -> None:
    assert "server" not in started(server="x/1.2")
