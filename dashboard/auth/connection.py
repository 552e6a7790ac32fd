"""One connection, up to where a request is known: who is slow, silent or garbled is sent away."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dashboard.auth.headers import fixed

HEAD_SECONDS = 10.0
HEAD_BYTES = 64 * 1024


class Connection(HttpToolsProtocol):
    """Uvicorn's own, with an end to patience: a request has to be known, up to its body, within
    ten seconds and 64 kB."""

    _deadline: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._rest()
        super().connection_lost(exc)

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
