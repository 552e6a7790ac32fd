"""The front: streams are answered here, plainly; everything else goes to Flask, in threads."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from a2wsgi import WSGIMiddleware

from dashboard.live.hub import Hub
from dashboard.live.stream import Message, Receive, Send, refuse, serve, watch_of
from dashboard.problems import MALFORMED, Problem
from data.services import Services

THREADS = 16
BODY_BYTES = 256 * 1024
BODY_SECONDS = 10

TOO_LARGE = Problem(413, f"The body is larger than {BODY_BYTES // 1024} kB.")
TOO_SLOW = Problem(408, f"The body did not arrive within {BODY_SECONDS} s.")

Application = Callable[[Any, Receive, Send], Awaitable[None]]


class _RefusedError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def create_asgi(wsgi_app: Any, services: Services, hub: Hub) -> Application:
    """One ASGI application of Flask and the streams."""
    pages: Any = WSGIMiddleware(wsgi_app, workers=THREADS)
    hosts = {services.settings.host, "localhost", "127.0.0.1", "::1"}

    async def answer(scope: Any, receive: Receive, send: Send) -> None:
        _check_host(scope, hosts)
        watch = None
        if scope["method"] == "GET":
            query = scope["query_string"].decode("latin-1")
            watch = watch_of(scope["path"], query, services.feed.current)
        if isinstance(watch, Problem):
            raise _RefusedError(watch)
        if watch is not None:
            await serve(hub, watch, receive, send)
        else:
            await pages(scope, await _with_body(receive), send)

    async def application(scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(hub, receive, send)
        elif scope["type"] == "http":
            try:
                await answer(scope, receive, send)
            except _RefusedError as refused:
                await refuse(refused.problem, send)

    return application


def _check_host(scope: Any, hosts: set[str]) -> None:
    """Refuse other names: a page from elsewhere could have its own name lead to this address."""
    given = b"".join(value for name, value in scope["headers"] if name == b"host")
    if urlsplit(f"//{given.decode('latin-1')}").hostname not in hosts:
        raise _RefusedError(MALFORMED("The dashboard is not at this host."))


async def _with_body(receive: Receive) -> Receive:
    """A `receive` that holds the whole body, so that no thread ever waits for a slow sender."""
    parts: list[bytes] = []
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while (message := await receive())["type"] == "http.request":
                parts.append(message.get("body", b""))
                if sum(map(len, parts)) > BODY_BYTES:
                    raise _RefusedError(TOO_LARGE)
                if not message.get("more_body"):
                    break
    except TimeoutError:
        raise _RefusedError(TOO_SLOW) from None
    held: list[Message] = [{"type": "http.request", "body": b"".join(parts), "more_body": False}]

    async def received() -> Message:
        return held.pop() if held else await receive()

    return received


async def _live(hub: Hub, receive: Receive, send: Send) -> None:
    """The hub opens when the server starts and closes when it stops."""
    await receive()
    hub.open(asyncio.get_running_loop())
    beats = asyncio.create_task(hub.beat())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    beats.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await beats
    await send({"type": "lifespan.shutdown.complete"})
