"""A TCP proxy in front of a server, that can be cut, frozen and mended."""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from typing import Any

from tests.server import free_port

CHUNK = 65_536


class Proxy:
    """Listens on loopback and forwards to a unix socket; every method may be called by a test."""

    def __init__(self, target: str) -> None:
        self.port = free_port()
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._links: set[asyncio.Task[None]] = set()

    def __enter__(self) -> "Proxy":
        self._thread.start()
        self._do(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def cut(self) -> None:
        """End every connection and take no new one."""
        self._do(self._close())

    def mend(self) -> None:
        """Let everything through again."""
        self._flowing.set()
        self._do(self._open())

    def freeze(self) -> None:
        """Keep the connections and let nothing through."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def thaw(self) -> None:
        """Let through what was held back, and everything after it."""
        self._loop.call_soon_threadsafe(self._flowing.set)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _open(self) -> None:
        self._flowing = asyncio.Event()
        self._flowing.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._link, "127.0.0.1", self.port)

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for link in self._links:
            link.cancel()
        await asyncio.gather(*self._links, return_exceptions=True)

    async def _link(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._links.add(task)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            behind, before = await asyncio.open_unix_connection(self._target)
            try:
                await asyncio.gather(self._pump(reader, before), self._pump(behind, writer))
            finally:
                before.close()
        writer.close()
        self._links.discard(task)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(CHUNK):
            await self._flowing.wait()
            writer.write(chunk)
            await writer.drain()
        raise ConnectionResetError
