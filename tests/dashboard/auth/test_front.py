"""What is not even looked at; and connections that ask for nothing."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.auth.front import headers_of, is_here, refusal, seen
from data.settings import Settings, networks
from tests.dashboard.api.asking import raw
from tests.server import Server

HEAD = "GET / HTTP/1.1\r\nHost: localhost\r\n"
HERE = Settings(secret_key="x", allowed_hosts="dash.example, Two.example")


def scope(method: str = "GET", *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {"method": method, "headers": [(b"host", b"localhost"), *headers]}


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True), ("127.0.0.1:8050", True), ("[::1]:1", True), ("dash.example", True),
        ("DASH.example:443", True), ("two.example", True), ("evil.example", False), ("", False),
        ("dash.example.evil.example", False), ("192.0.2.7", False), ("a,b", False), ("[", False),
    ],
)  # fmt: skip
def test_it_is_called_by_its_names_only(host: str, here: bool) -> None:
    assert is_here(host, HERE) == here


def test_where_it_listens_to_all_plain_addresses_lead_nobody_astray() -> None:
    wide = HERE.model_copy(update={"host": "0.0.0.0"})
    assert is_here("192.0.2.7:8050", wide)
    assert not is_here("evil.example", wide)


LONG = scope("GET", (b"x", b"a" * 33_000))


@pytest.mark.parametrize(
    ("asked", "status"),
    [(scope(method), 405) for method in ("TRACE", "CONNECT", "PROPFIND", "get")] + [(LONG, 431)],
)
def test_other_methods_and_headers_without_end_are_refused(
    asked: dict[str, Any], status: int
) -> None:
    problem = refusal(asked, headers_of(asked), HERE)
    assert problem is not None
    assert problem.status == status


def test_headers_given_twice_are_both_read() -> None:
    asked = scope("GET", (b"host", b"evil"), (b"cookie", b"a=1"), (b"cookie", b"b=2"))
    found = headers_of(asked)
    assert found == {"host": "localhost,evil", "cookie": "a=1; b=2"}
    assert not is_here(found["host"], HERE)


def test_behind_a_proxy_the_request_is_its_callers() -> None:
    given = {"client": ("10.0.0.1", 1), "scheme": "http"}
    told = {"x-forwarded-for": "192.0.2.7", "x-forwarded-proto": "https"}
    found = seen(given, told, networks("10.0.0.1"))
    assert (found["client"][0], found["scheme"]) == ("192.0.2.7", "https")
    assert seen(given, told, ()) == given


def test_garbled_requests_are_sent_away_with_our_headers(sqlite_url: str, tmp_path: Path) -> None:
    server = Server(tmp_path, sqlite_url).start()
    try:
        for request, status in (
            ("\x16\x03\x01 nonsense\r\n\r\n", 400),
            (HEAD + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
            (HEAD + "X: " + "a" * 100_000, 431),
            ("TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
        ):
            answer = raw(server, request).lower()
            assert answer.startswith(f"http/1.1 {status}"), answer[:200]
            assert "content-security-policy: default-src 'none'" in answer
            assert "server:" not in answer
        assert server.status("/healthz") == 200
    finally:
        server.stop()
