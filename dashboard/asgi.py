"""The front: streams are answered here, plainly; everything else goes to Flask, in threads."""

import asyncio
import contextlib
import logging
import re
from typing import Any

from a2wsgi import WSGIMiddleware

from dashboard.auth.caller import caller_of
from dashboard.auth.connection import cut
from dashboard.auth.front import ALLOWED, NO_METHOD, headers_of, refusal, seen
from dashboard.auth.headers import Application, Message, Receive, Send, headed
from dashboard.auth.headers import fixed as fixed_headers
from dashboard.auth.identity import holds, identify
from dashboard.auth.requests import FOREIGN, is_own
from dashboard.auth.rules import admit
from dashboard.auth.streams import Stream, Streams
from dashboard.departure import SCOPE, Departure
from dashboard.live.hub import Hub
from dashboard.live.stream import Watch, permission_of, refuse, serve, watch_of
from dashboard.problems import UNAVAILABLE, BrokenOffError, Problem
from data.accounts.directory import AccessUnknownError
from data.domain.access import Actor, Permission
from data.services import Services

log = logging.getLogger(__name__)

THREADS = 16
BODY_SECONDS = 10
BODY_BYTES = 256 * 1024
# Dialers send many contacts at once.
LARGE_BODY_BYTES = 2 * 1024 * 1024
_LARGE_BODIES = re.compile(r"/api/v1/(campaigns/[0-9]+/contacts|transitions)")
_LONG_ANSWERS = "/api/v1/reports/"

TOO_SLOW = Problem(408, f"The body did not arrive within {BODY_SECONDS} s.")
TOO_MANY_STREAMS = Problem(429, "Too many streams are open already.")
BROKEN = Problem(500, "This went wrong here; the log of the server says how.")


class _RefusedError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def create_asgi(app: Any, services: Services, hub: Hub) -> Application:
    """One ASGI application of a Dash application and the streams."""
    front = _Front(app.server, services, hub)
    own = fixed_headers(app.csp_hashes())

    async def application(scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await front.live(receive, send)
        elif scope["type"] == "http":
            headers = headers_of(scope)
            scope = seen(scope, headers, services.settings.proxies)
            await front.answer(scope, headers, receive, headed(send, own, scope["scheme"]))

    return application


class _Front:
    """What answers each request, and says of it what went wrong."""

    def __init__(self, wsgi_app: Any, services: Services, hub: Hub) -> None:
        self._pages: Any = WSGIMiddleware(wsgi_app, workers=THREADS)
        self._services = services
        self._accounts = services.directory
        self._hub = hub
        self._streams = Streams(lambda actor: holds(self._accounts, actor))

    async def answer(
        self, scope: Any, headers: dict[str, str], receive: Receive, send: Send
    ) -> None:
        """Answer one request."""
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._answer(scope, headers, receive, sent)
        except _RefusedError as refused:
            await refuse(refused.problem, send, ALLOWED if refused.problem is NO_METHOD else ())
        except AccessUnknownError as error:
            await refuse(UNAVAILABLE(str(error)), send)
        except BrokenOffError:
            await cut(scope, receive)
        except Exception:
            log.exception("A request cannot be answered.")
            if begun:
                raise
            await refuse(BROKEN, send)

    async def _answer(
        self, scope: Any, headers: dict[str, str], receive: Receive, send: Send
    ) -> None:
        if problem := refusal(scope, headers, self._services.settings):
            raise _RefusedError(problem)
        permission = permission_of(scope["path"]) if scope["method"] == "GET" else None
        if permission is None:
            await self._page(scope, receive, send)
            return
        actor = await self._admitted(scope, headers, permission)
        stream = self._entered(actor, scope["client"][0])
        try:
            watch = self._watched(scope, actor)
            await serve(self._hub, watch, stream.over, receive, send)
        finally:
            self._streams.leave(stream)

    async def _page(self, scope: Any, receive: Receive, send: Send) -> None:
        """What Flask answers, which is told when nobody waits for a long answer any more."""
        limit = LARGE_BODY_BYTES if _LARGE_BODIES.fullmatch(scope["path"]) else BODY_BYTES
        body = await _with_body(receive, limit)
        if not scope["path"].startswith(_LONG_ANSWERS):
            await self._pages(scope, body, send)
            return
        departure = Departure()
        watch = asyncio.create_task(_watch(receive, departure))
        try:
            await self._pages(scope | {SCOPE: departure}, body, send)
        finally:
            watch.cancel()

    async def _admitted(self, scope: Any, headers: dict[str, str], permission: Permission) -> Actor:
        """Who wants to watch. It is looked up in a thread, for it may take the database."""
        if not is_own(headers, f"{scope['scheme']}://{headers['host']}"):
            raise _RefusedError(FOREIGN)
        caller = caller_of(scope["client"][0], headers)
        actor = await asyncio.to_thread(identify, self._accounts, caller)
        problem = admit(actor, permission)
        if problem is not None or actor is None:
            raise _RefusedError(problem or BROKEN)
        return actor

    def _watched(self, scope: Any, actor: Actor) -> Watch:
        query = scope["query_string"].decode("latin-1")
        watch = watch_of(scope["path"], query, self._services.feed.current, actor.campaigns)
        if isinstance(watch, Problem):
            raise _RefusedError(watch)
        return watch

    def _entered(self, actor: Actor, address: str) -> Stream:
        stream = self._streams.enter(actor, address)
        if stream is None:
            raise _RefusedError(TOO_MANY_STREAMS)
        return stream

    async def live(self, receive: Receive, send: Send) -> None:
        """The hub opens when the server starts and closes when it stops."""
        await receive()
        self._hub.open(asyncio.get_running_loop())
        tasks = [asyncio.create_task(task) for task in (self._hub.beat(), self._streams.watch())]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await send({"type": "lifespan.shutdown.complete"})


async def _watch(receive: Receive, departure: Departure) -> None:
    """See when the caller hangs up."""
    while (await receive())["type"] != "http.disconnect":
        continue
    departure.happen()


async def _with_body(receive: Receive, most: int) -> Receive:
    """A `receive` that holds the whole body, so that no thread ever waits for a slow sender."""
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while (message := await receive())["type"] == "http.request":
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > most:
                    raise _RefusedError(_too_large(most))
                if not message.get("more_body"):
                    break
    except TimeoutError:
        raise _RefusedError(TOO_SLOW) from None
    held: list[Message] = [{"type": "http.request", "body": b"".join(parts), "more_body": False}]

    async def received() -> Message:
        return held.pop() if held else await receive()

    return received


def _too_large(most: int) -> Problem:
    return Problem(413, f"The body is larger than {most // 1024} kB.")
