"""The front: streams are answered here, plainly; everything else goes to Flask, in threads."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware

from dashboard.live.hub import Hub
from dashboard.live.stream import Receive, Send, refuse, serve, watch_of
from dashboard.problems import Problem
from data.services import Services

THREADS = 16

Application = Callable[[Any, Receive, Send], Awaitable[None]]


def create_asgi(wsgi_app: Any, services: Services, hub: Hub) -> Application:
    """One ASGI application of Flask and the streams."""
    pages: Any = WSGIMiddleware(wsgi_app, workers=THREADS)

    async def application(scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(hub, receive, send)
        elif scope["type"] == "http":
            query = scope["query_string"].decode("latin-1")
            watch = None
            if scope["method"] == "GET":
                watch = watch_of(scope["path"], query, services.feed.current)
            if watch is None:
                await pages(scope, receive, send)
            elif isinstance(watch, Problem):
                await refuse(watch, send)
            else:
                await serve(hub, watch, receive, send)

    return application


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
