"""A guest of the peer: asks for the whole page each second, as its browser would."""

import asyncio
import json
import random
import re
import time

from tests.bench.guest import Guest, Visit

PERIOD_SECONDS = 1.0
ANSWER_SECONDS = 30.0
_NUMBER = re.compile(rb'"number":\{"children":"([0-9,]+)"')
_OUTPUTS = {"number": "children", "funnel": "figure", "states": "figure", "minutes": "figure"}
_BODY = json.dumps(
    {
        "output": "..{}..".format("...".join(f"{id}.{prop}" for id, prop in _OUTPUTS.items())),
        "outputs": [{"id": id, "property": prop} for id, prop in _OUTPUTS.items()],
        "inputs": [{"id": "second", "property": "n_intervals", "value": 1}],
        "changedPropIds": ["second.n_intervals"],
    }
)
_REQUEST = (
    "POST /_dash-update-component HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    f"Content-Type: application/json\r\nContent-Length: {len(_BODY)}\r\n\r\n{_BODY}"
).encode()
_polls: set[asyncio.Task[None]] = set()  # the loop itself would forget them


async def join(visit: Visit) -> Guest:
    """Begin to ask; the guest sees from the first answer on."""
    guest = Guest()
    _polls.add(asyncio.create_task(_poll(visit, guest)))
    return guest


async def _poll(visit: Visit, guest: Guest) -> None:
    """Ask at each full period since a moment of one's own; a late answer delays the next."""
    began = time.monotonic() - random.random() * PERIOD_SECONDS
    while True:
        async with asyncio.timeout(ANSWER_SECONDS):
            answer = await _ask(visit)
        if found := _NUMBER.search(answer):
            guest.seen.append((int(found[1].replace(b",", b"")), time.time_ns()))
        await asyncio.sleep(PERIOD_SECONDS - (time.monotonic() - began) % PERIOD_SECONDS)


async def _ask(visit: Visit) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", visit.port)
    try:
        writer.write(_REQUEST)
        return await reader.read()
    finally:
        writer.close()
