"""A guest of the dashboard: one open stream."""

import asyncio
import re
import time

from tests.bench.guest import Guest, Visit

_NUMBER = re.compile(rb'"count-calling":\{[^}]*?"data-value":([0-9]+)')
_POSITION = re.compile(rb'"epoch":([0-9]+),"seq":([0-9]+)')
_FRAME_END = b"\n\n"


async def join(visit: Visit) -> Guest:
    """Open the stream; the guest sees from then on."""
    loop = asyncio.get_running_loop()
    _, stream = await loop.create_connection(lambda: _Stream(visit), "127.0.0.1", visit.port)
    return stream.guest


class _Stream(asyncio.Protocol):
    def __init__(self, visit: Visit) -> None:
        self.guest = Guest()
        self._visit = visit
        self._rest = b""

    def connection_made(self, transport: asyncio.Transport) -> None:
        path = f"/live/campaigns/{self._visit.campaign}"
        transport.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        now = time.time_ns()
        *frames, self._rest = (self._rest + data).split(_FRAME_END)
        for frame in frames:
            if found := _POSITION.search(frame):
                self.guest.position = found[0].decode()
            if found := _NUMBER.search(frame):
                self.guest.seen.append((int(found[1]), now))
