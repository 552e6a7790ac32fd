"""The crier: tells dialers on Redis what the table `commands` asks of them.

The table is what counts. What it got while Redis or this program was away is told when both are
back: of the last ten minutes, or since Redis was last heard. Each process tells all of it, so a
receiver may hear a command several times and knows it by its id.
"""

import json
import logging
import threading
from datetime import datetime, timedelta
from itertools import takewhile

from redis import Redis
from sqlalchemy import Connection, Engine, Row, func, select

from data import clock
from data.broker import connect
from data.database import reading
from data.domain.errors import reason_of
from data.schema.tables import commands

CHANNEL = "campaign-commands"
POLL_SECONDS = 0.5
REMEMBERED = timedelta(minutes=10)
MOST = 1_000  # in one look; a longer row is told in several
_Row = Row[int, str, int, str, datetime]

log = logging.getLogger(__name__)


class Crier:
    """Publishes commands. `start()` does it in a thread; tests call `cry()` by hand."""

    def __init__(self, engine: Engine, redis_url: str) -> None:
        self._engine = engine
        self._url = redis_url
        self._redis: Redis | None = None
        self._told_up_to: int | None = None
        self._is_away = False
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Tell until `stop()`; without any Redis there is nobody to tell."""
        if self._url:
            self._thread = threading.Thread(target=self._follow, name="crier", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(POLL_SECONDS + 5)

    def wake(self) -> None:
        """Something has been asked of dialers: tell them now."""
        self._wake.set()

    def cry(self) -> int:
        """Publish what has not been published yet; how many. Raises what Redis raises: the rest
        is told the next time."""
        with reading(self._engine) as connection:
            if self._told_up_to is None:
                self._told_up_to = _old(connection)
            news = _after(connection, self._told_up_to)
        for row in news:
            self._redis = self._redis or connect(self._url)
            self._redis.publish(CHANNEL, message(row))
            self._told_up_to = row.id
        return len(news)

    def _follow(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                news = self.cry()
                self._is_away = False
            except Exception as error:  # noqa: BLE001 - whatever it was, dialers have the table
                level = logging.DEBUG if self._is_away else logging.WARNING
                log.log(level, "Dialers are not told of commands: %s", reason_of(error))
                self._is_away, self._redis, news = True, None, 0
            if news < MOST:
                self._wake.wait(POLL_SECONDS)


def message(row: _Row) -> str:
    """A command as dialers read it."""
    try:
        payload = json.loads(row.payload)
    except ValueError:  # somebody's own
        payload = {}
    payload = payload if isinstance(payload, dict) else {}
    at = row.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    said = {"v": 1, "id": str(row.id), "type": row.type, "campaign_id": row.campaign_id}
    said |= {"contact_ids": payload.get("contact_ids", [])}
    return json.dumps(said | {name: payload.get(name) for name in ("by", "reason")} | {"at": at})


def _old(connection: Connection) -> int:
    """The last command that is too old to be told again, or one too many before the newest."""
    since = clock.now(connection) - REMEMBERED
    newest = select(commands.c.id, commands.c.created_at)
    rows = connection.execute(newest.order_by(commands.c.id.desc()).limit(MOST)).all()
    recent = [row.id for row in takewhile(lambda row: row.created_at >= since, rows)]
    last = select(func.coalesce(func.max(commands.c.id), 0))
    return min(recent) - 1 if recent else int(connection.execute(last).scalar_one())


def _after(connection: Connection, id: int) -> list[_Row]:
    wanted = select(commands).where(commands.c.id > id).order_by(commands.c.id).limit(MOST)
    return list(connection.execute(wanted).all())
