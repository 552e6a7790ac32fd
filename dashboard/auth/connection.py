"""One connection, up to where a request is known: who is slow, silent or garbled is sent away."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dashboard.auth.headers import Receive, fixed

HEAD_SECONDS = 10.0
HEAD_BYTES = 64 * 1024
STILL_SECONDS = 60.0
_CUT = "dashboard.cut"


async def cut(scope: Any, receive: Receive) -> None:
    """Cut the connection of a request whose answer will never be whole."""
    scope[_CUT]()
    while (await receive())["type"] != "http.disconnect":
        continue


class Connection(HttpToolsProtocol):
    """Uvicorn's own, with an end to patience: a request has to be known, up to its body, within
    ten seconds and 64 kB, and whoever reads nothing of an answer for a minute is gone."""

    _deadline: asyncio.TimerHandle | None = None
    _stillness: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._rest()
        self._moved()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A request that is being answered can be cut."""
        super().on_message_begin()
        scope: Any = self.scope
        scope[_CUT] = self.transport.abort

    def pause_writing(self) -> None:
        """Wait for a reader that is behind, for a while."""
        super().pause_writing()
        self._moved()
        self._stillness = self.loop.call_later(STILL_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The reader goes on."""
        self._moved()
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        """Read on; a request that is not known yet must not grow for ever."""
        super().data_received(data)
        if self._is_answering():
            self._rest()
            return
        self._head_bytes += len(data)
        if self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
            self._refuse(b"431 Request Header Fields Too Large")
        elif self._deadline is None:
            self._wait()

    def _moved(self) -> None:
        if self._stillness is not None:
            self._stillness.cancel()
            self._stillness = None

    def send_400_response(self, msg: str) -> None:
        """What cannot be read is answered as everything is: with our headers."""
        self._refuse(b"400 Bad Request", msg.encode())

    def _is_answering(self) -> bool:
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _rest(self) -> None:
        self._head_bytes = 0
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        if not self._is_answering() and not self.transport.is_closing():
            self._refuse(b"408 Request Timeout")

    def _refuse(self, status: bytes, body: bytes = b"") -> None:
        lines = [b"HTTP/1.1 " + status, b"connection: close", b"content-length: %d" % len(body)]
        lines += [name + b": " + value for name, value in fixed(())]
        self.transport.write(b"\r\n".join([*lines, b"", body]))
        self.transport.close()
