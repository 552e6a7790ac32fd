"""Attacks on streams, on the wire itself, and on what makes a deed happen once."""

import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from typing import Any

import pytest

from data.broker import connect
from data.commands import access
from data.domain.access import Role
from data.embedded import EmbeddedValkey
from tests.dashboard.api.asking import dialed, raw
from tests.data.sql import one
from tests.security.house import CONSOLE, FOREIGN, OWN, PASSWORD, House, Visitor
from tests.server import ANSWER_SECONDS

STREAMS = ("/live/overview", "/live/campaigns/1", "/live/wall", "/api/v1/live?campaign=1")
MOST_OF_ONE = 30


@pytest.mark.parametrize("path", STREAMS)
def test_a_stream_is_only_for_our_own_pages(house: House, path: str) -> None:
    admin = house.visitors["admin"]
    with house.unharmed():
        for headers in FOREIGN:
            answer = house.get(path, admin.sending(**headers))
            assert answer.status == HTTPStatus.FORBIDDEN
        assert house.get(path).status == HTTPStatus.UNAUTHORIZED


def test_a_forged_last_event_id_brings_nothing_else(house: House) -> None:
    admin = house.visitors["admin"]
    with house.unharmed():
        for forged in ("-1", "9" * 400, "../../etc/passwd", "' or 1=1", "NaN", "1:1"):
            answer = house.get(STREAMS[0], admin.sending(Last_Event_ID=forged))
            assert "event: full" in answer.text


def test_one_person_cannot_have_all_streams(house: House) -> None:
    # Of their own: streams that others have only begun may not be known to be over yet.
    access.add_user(house.engine, CONSOLE, "greedy", Role.SUPERVISOR, PASSWORD)
    greedy, others = _signed_in(house, "greedy"), house.visitors["manager"]
    connections = [_stream(house, greedy) for _ in range(MOST_OF_ONE + 20)]
    statuses = [connection.getresponse().status for connection in connections]
    assert statuses.count(200) == MOST_OF_ONE
    assert set(statuses) == {200, HTTPStatus.TOO_MANY_REQUESTS}
    assert house.get(STREAMS[0], others).status == HTTPStatus.OK
    for connection in connections:
        connection.close()
    house.server.wait_until(lambda: _opens(house, greedy))


def _opens(house: House, visitor: Visitor) -> bool:
    with closing(_stream(house, visitor)) as connection:
        return connection.getresponse().status == HTTPStatus.OK


def _stream(house: House, visitor: Visitor, path: str = STREAMS[0]) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", house.server.port, timeout=ANSWER_SECONDS)
    connection.request("GET", path, headers=dict(visitor.headers))
    return connection


@contextmanager
def _watching(house: House, visitor: Visitor) -> Iterator[None]:
    """A stream that ends by what happens within."""
    with closing(_stream(house, visitor)) as connection:
        stream = connection.getresponse()
        assert stream.status == HTTPStatus.OK
        stream.readline()
        yield
        stream.read()  # ends, or this times out


def test_a_stream_ends_with_its_token(house: House) -> None:
    made = access.create_token(house.engine, CONSOLE, "crm", Role.SUPERVISOR, days=1)
    visitor = Visitor(Role.SUPERVISOR, {"Authorization": f"Bearer {made.secret}"})
    with _watching(house, visitor):
        access.revoke_token(house.engine, CONSOLE, made.id)
    assert house.get(STREAMS[0], visitor).status == HTTPStatus.UNAUTHORIZED


def test_a_stream_ends_when_campaigns_are_taken_away(house: House) -> None:
    access.add_user(house.engine, CONSOLE, "eva", Role.SUPERVISOR, PASSWORD)
    with _watching(house, _signed_in(house, "eva")):
        access.change_role(house.engine, CONSOLE, "eva", Role.SUPERVISOR, frozenset({OWN}))


def _signed_in(house: House, name: str) -> Visitor:
    answer = house.post("/login", {"name": name, "password": PASSWORD})
    session = answer.headers["set-cookie"].partition("session=")[2].partition(";")[0]
    return Visitor(None, {"Cookie": f"session={session}"})


HEADS = {
    "a foreign host": "GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "no host": "GET /healthz HTTP/1.1\r\n\r\n",
    "two hosts": "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "two lengths": "POST /logout HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n"
    "Content-Length: 9\r\n\r\nabcdefghi",
    "a length and chunks": "POST /logout HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a negative length": "POST /logout HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "a folded header": "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
    "a header of 100 KB": f"GET / HTTP/1.1\r\nHost: localhost\r\nX: {'a' * 100_000}\r\n\r\n",
    "a thousand headers": "GET / HTTP/1.1\r\nHost: localhost\r\n"
    + "".join(f"X{number}: {'a' * 90}\r\n" for number in range(1000))
    + "\r\n",
    "a path of 100 KB": f"GET /{'a' * 100_000} HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no HTTP": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "HTTP/0.9": "GET /\r\n\r\n",
    "a path that is a URL": "GET http://evil.example/healthz HTTP/1.1\r\n"
    "Host: evil.example\r\n\r\n",
    "a websocket": "GET /live/overview HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
    "Upgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    "Sec-WebSocket-Version: 13\r\n\r\n",
}


@pytest.mark.parametrize("name", HEADS)
def test_odd_heads_are_refused_and_hold_nobody_up(house: House, name: str) -> None:
    with house.unharmed():
        said = ""  # where the other end waits for more
        with suppress(TimeoutError, ConnectionError):
            said = raw(house.server, HEADS[name], 3)
        line = said.split("\r\n")[0]
        assert " 5" not in line[8:12], said
        assert "Traceback" not in said
        if "host" in name:
            assert " 400 " in line + " ", said


def test_whoever_sends_slowly_holds_nobody_up(house: House) -> None:
    waiting = [dialed(house.server, "GET / HTTP/1.1\r\nHost: localh") for _ in range(100)]
    body = "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"
    waiting += [dialed(house.server, body) for _ in range(50)]
    with house.unharmed():
        pass
    for connection in waiting:
        connection.close()


def _alert(house: House) -> int:
    path = "/api/v1/alerts?campaign=1&status=open"
    house.server.wait_until(lambda: house.get(path, "admin").json["alerts"])
    return int(house.get(path, "admin").json["alerts"][0]["id"])


def test_a_key_makes_a_deed_happen_once(house: House) -> None:
    path, admin = f"/api/v1/alerts/{_alert(house)}/acknowledge", house.visitors["admin"]
    body: Any = {"note": "mine"}
    keyed = admin.sending(Idempotency_Key="one")
    assert house.post(path, body, keyed).status == HTTPStatus.OK
    again = house.post(path, body, keyed)
    other = house.post(path, {"note": "other"}, keyed)
    assert (again.status, other.status) == (HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY)
    assert house.post(path, body, admin).status == HTTPStatus.OK
    supervisor = house.visitors["supervisor"].sending(Idempotency_Key="one")
    assert house.post(path, {"note": "his"}, supervisor).status == HTTPStatus.OK


@pytest.mark.parametrize("key", ["", "a" * 201, "ключ", "a\x7fb", "a b" * 100])
def test_odd_keys_are_refused(house: House, key: str) -> None:
    visitor = house.visitors["admin"].sending(Idempotency_Key=key.encode().decode("latin-1"))
    with house.unharmed():
        answer = house.post("/api/v1/alerts/1/acknowledge", {}, visitor)
        assert answer.status == HTTPStatus.BAD_REQUEST


def test_fifty_clicks_are_one_deed(house: House) -> None:
    path = f"/api/v1/alerts/{_alert(house)}/acknowledge"
    visitor = house.visitors["supervisor"].sending(Idempotency_Key="fifty")
    entries = "SELECT count(*) FROM audit WHERE action = 'alert.acknowledge'"
    before = one(house.engine, entries)
    with ThreadPoolExecutor(50) as pool:
        note = {"note": "fifty times"}
        clicks = [pool.submit(house.post, path, note, visitor) for _ in range(50)]
    assert [click.result().status for click in clicks] == [HTTPStatus.OK] * 50
    assert one(house.engine, entries) == before + 1


def test_a_forged_message_changes_nothing(
    sqlite_url: str, valkey: EmbeddedValkey, tmp_path: Any
) -> None:
    house = House(tmp_path, sqlite_url, valkey.url)
    counts = json.dumps({"campaign_id": 1, "counts": {}}).encode()
    forged = (b"", b"\xff\xfe", b"[" * 20_000, counts, b"x" * 10**6)
    try:
        with house.unharmed(), connect(valkey.url) as client:
            for channel in ("contact-transitions", "dialer-commands", "dashboard"):
                for message in forged:
                    client.publish(channel, message)
            client.set("dashboard:transitions/x", b"!cos\nsystem\n(S'true'\ntR.")
            seen = house.get("/api/v1/campaigns/1", "admin").json
            assert seen["total"] == 3
    finally:
        house.stop()
