"""The stream routes, as plain ASGI: Server-Sent Events, one coroutine a viewer and no thread."""

import asyncio
import contextlib
import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from dashboard.auth.headers import Receive, Send
from dashboard.language import named_in
from dashboard.live.hub import Hub, PageTopic, StateTopic, Topic
from dashboard.live.props import View
from dashboard.live.state import state
from dashboard.live.views import alerts, campaign, contact, operations, overview, wall
from dashboard.problems import CONTENT_TYPE, MALFORMED, NO_CAMPAIGN, NOT_YET, Problem
from dashboard.texts import ENGLISH
from data.domain.access import Permission
from data.domain.sight import Sight
from data.domain.snapshot import Snapshot

FAREWELL_SECONDS = 1.0
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold the frames back
]


@dataclass(frozen=True, slots=True)
class Watch:
    """What a stream's address asks for: the topic's key, and how to make the topic."""

    key: Hashable
    make: Callable[[], Topic]


def _concerning(sight: Sight, campaign_id: int, *_: int) -> object:
    return sight.concerning(campaign_id)


def _all_of(sight: Sight, *_: int) -> object:
    return sight


# The view behind each stream of a page, and what it is computed from; what the path holds are the
# arguments of both.
_CAMPAIGN = "/live/campaigns/([0-9]{1,18})"
_VIEWS: tuple[
    tuple[re.Pattern[str], Callable[..., View], Callable[..., object], Permission], ...
] = (
    (re.compile("/live/overview"), overview.overview, _all_of, Permission.SEE_NUMBERS),
    (re.compile("/live/alerts"), alerts.alerts, _all_of, Permission.SEE_NUMBERS),
    (re.compile(_CAMPAIGN), campaign.campaign, _concerning, Permission.SEE_NUMBERS),
    (
        re.compile(f"{_CAMPAIGN}/contacts/([0-9]{{1,18}})"),
        contact.contact,
        _concerning,
        Permission.SEE_CONTACTS,
    ),
    (
        re.compile("/live/operations"),
        operations.operations,
        operations.all_concern,
        Permission.SEE_CONTACTS,
    ),
    (
        re.compile("/live/operations/([0-9]{1,18})"),
        operations.operation,
        operations.concern,
        Permission.SEE_CONTACTS,
    ),
    (re.compile("/live/wall"), wall.rotation, _all_of, Permission.SEE_WALLS),
    (re.compile("/live/wall/turns/([0-9]{1,18})"), wall.turn, _all_of, Permission.SEE_WALLS),
    (re.compile("/live/wall/([0-9]{1,18})"), wall.board, _all_of, Permission.SEE_WALLS),
)
STATES = "/api/v1/live"


def permission_of(path: str) -> Permission | None:
    """What the stream at a path asks of its viewers; None when the path is no stream."""
    if path == STATES:
        return Permission.SEE_NUMBERS
    for pattern, _, _, permission in _VIEWS:
        if pattern.fullmatch(path):
            return permission
    return None


def watch_of(
    path: str, query: str, snapshot: Snapshot | None, campaigns: frozenset[int] | None
) -> Watch | Problem:
    """What to watch at the address of a stream, or why not. `campaigns` are those that the viewer
    may see, None for all."""
    for pattern, view, concern, _ in _VIEWS:
        if matched := pattern.fullmatch(path):
            numbers = [int(number) for number in matched.groups()]
            if concern is _concerning and campaigns is not None:
                campaigns &= {numbers[0]}  # all who may see it share it
            seen = [partial(_with, one, numbers, campaigns) for one in (view, concern)]
            return _watch_page((path, campaigns), query, *seen)
    return _watch_state(query, snapshot and snapshot.only(campaigns))


async def serve(hub: Hub, watch: Watch, over: asyncio.Event, receive: Receive, send: Send) -> None:
    """Send frames until the viewer leaves, may see no more (`over`), or the hub closes."""
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    viewer = asyncio.create_task(_send_frames(hub, watch, send))
    departure = asyncio.create_task(_departure(receive))
    end = asyncio.create_task(over.wait())
    tasks = {viewer, departure, end}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if over.is_set():  # a viewer who takes nothing more is cut off
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_SECONDS):
                await send({"type": "http.response.body", "body": b""})


async def refuse(problem: Problem, send: Send, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """Answer with a problem."""
    named = [(b"content-type", CONTENT_TYPE.encode()), *headers]
    status = problem.status
    await send({"type": "http.response.start", "status": status, "headers": named})
    await send({"type": "http.response.body", "body": problem.body().encode()})


async def _send_frames(hub: Hub, watch: Watch, send: Send) -> None:
    async for frame in hub.frames(watch.key, watch.make):
        await send({"type": "http.response.body", "body": frame, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _departure(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _with(
    function: Callable[..., Any],
    numbers: list[int],
    campaigns: frozenset[int] | None,
    sight: Sight,
) -> Any:
    return function(sight.only(campaigns), *numbers)


def _watch_page(
    key: Hashable, query: str, view: Callable[[Sight], View], concern: Callable[[Sight], object]
) -> Watch:
    """The page in the language that its address names; all who read the same share a topic."""
    language = named_in(query) or ENGLISH
    return Watch((key, language), partial(PageTopic, view, language, concern))


def _watch_state(query: str, snapshot: Snapshot | None) -> Watch | Problem:
    try:
        given = parse_qs(query, max_num_fields=10).get("campaign", [])
    except ValueError:
        given = []
    if len(given) != 1 or not re.fullmatch("[0-9]{1,18}", given[0]):
        return MALFORMED("Give one campaign: /api/v1/live?campaign=7")
    wanted = int(given[0])
    if snapshot is None:
        return NOT_YET
    if wanted not in snapshot.campaigns:
        return NO_CAMPAIGN
    return Watch(("state", wanted), partial(StateTopic, partial(state, wanted)))
