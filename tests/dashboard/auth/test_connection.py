"""A silent connection is told so and closed; one that is gone leaves no timer."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.auth.connection import HEAD_SECONDS, Connection


class Transport:
    def __init__(self) -> None:
        self.written, self.closed = b"", False

    def write(self, data: bytes) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed


class Loop:
    """Remembers what is to be called later."""

    def __init__(self) -> None:
        self._real = asyncio.new_event_loop()
        self.later: list[tuple[float, asyncio.TimerHandle]] = []

    def call_later(self, seconds: float, call: Any) -> asyncio.TimerHandle:
        handle = self._real.call_later(seconds, call)
        self.later.append((seconds, handle))
        return handle

    def close(self) -> None:
        self._real.close()


@pytest.fixture
def connection() -> Iterator[Any]:
    made: Any = Connection.__new__(Connection)
    made.transport, made.loop, made.cycle = Transport(), Loop(), None
    yield made
    made.loop.close()


def test_who_asks_nothing_in_time_is_answered_408_and_closed(connection: Any) -> None:
    connection._wait()
    ((seconds, handle),) = connection.loop.later
    assert (seconds, handle.cancelled()) == (HEAD_SECONDS, False)
    connection._give_up()
    assert connection.transport.written.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert connection.transport.closed


def test_who_is_being_answered_or_closed_is_left_alone(connection: Any) -> None:
    connection.cycle = SimpleNamespace(response_complete=False)
    connection._give_up()
    assert (connection.transport.written, connection.transport.closed) == (b"", False)
    connection.cycle, connection.transport.closed = None, True
    connection._give_up()
    assert connection.transport.written == b""


def test_a_connection_that_is_gone_leaves_no_timer(
    connection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Connection.__bases__[0], "connection_lost", lambda *_: None)
    connection._wait()
    connection.connection_lost(None)
    assert [handle.cancelled() for _, handle in connection.loop.later] == [True]
