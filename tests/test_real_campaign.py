"""An outside process plays a real campaign by SQL alone; hints go astray and the server is killed.

In the end the page, the API and plain counting agree to the last contact, and no audit on the way
ever differed.
"""

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Engine

from data.broker import HINTS, connect
from data.embedded import EmbeddedValkey
from tests.browser import value
from tests.data.recount import cells_of
from tests.data.sql import one, read
from tests.forking import Forked
from tests.live.windows import fresh, shown, window
from tests.recorded import SIZES, Truth, recording
from tests.server import Server

KILLS_AT = (0.15, 0.4, 0.65)  # of the attempts


class Postman:
    """Carries hints from the dialer's Redis to the dashboard's: loses, doubles and garbles them."""

    def __init__(self, source: Redis, target: Redis, chance: random.Random) -> None:
        self._source, self._target, self._chance = source, target, chance
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self.delivered: dict[str, int] = dict.fromkeys(("whole", "lost", "doubled", "garbled"), 0)

    def __enter__(self) -> "Postman":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join(10)

    def _carry(self) -> None:
        with self._source.pubsub() as subscription:
            subscription.subscribe(HINTS)
            while not self._stopping.is_set():
                message = subscription.get_message(timeout=0.2)
                if message and message["type"] == "message":
                    with suppress(RedisError):
                        self._deliver(message["data"])

    def _deliver(self, hint: bytes) -> None:
        fate = self._chance.choice(list(self.delivered))
        self.delivered[fate] += 1
        garbled = self._chance.randbytes(len(hint))
        for sent in {"whole": [hint], "doubled": [hint] * 2, "garbled": [garbled]}.get(fate, []):
            self._target.publish(HINTS, sent)


@pytest.fixture
def dialers_valkey() -> Iterator[EmbeddedValkey]:
    valkey = EmbeddedValkey()
    valkey.start()
    yield valkey
    valkey.stop()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("size", SIZES)
def test_page_api_and_counting_agree_after_a_real_campaign(
    engine: Engine,
    database_url: str,
    server: Server,
    valkey: EmbeddedValkey,
    dialers_valkey: EmbeddedValkey,
    browser: Browser,
    tmp_path: Path,
    size: str,
) -> None:
    file, truth = recording(tmp_path, size)
    postman = Postman(connect(dialers_valkey.url), connect(valkey.url), random.Random(3))
    address = os.environ | {"DATABASE_URL": database_url, "REDIS_URL": dialers_valkey.url}
    log = tmp_path / "dialer.log"
    with postman:
        dialer = Forked(["simulate", f"--replay={file}", "--speed=0"], address, log, log)
        try:
            campaign = _watch(server, truth)
            assert dialer.wait(600) == 0, log.read_text()
        finally:
            dialer.send_signal(signal.SIGKILL)
    assert min(postman.delivered.values()) > 0
    _agree(server, browser, engine, campaign, truth)
    server.wait_until(lambda: server.get("/readyz")["feed"]["audits"] > 0)
    assert server.get("/readyz")["feed"]["drifts"] == 0


def _watch(server: Server, truth: Truth) -> int:
    """Follow the campaign; kill the server in the middle, several times. Its id."""
    server.wait_until(lambda: server.get("/api/v1/campaigns")["campaigns"])
    campaign = int(server.get("/api/v1/campaigns")["campaigns"][0]["id"])
    for share in KILLS_AT:
        server.wait_until(lambda share=share: _attempts(server, campaign) > share * truth.attempts)
        server.wait_until(lambda: server.get("/readyz")["feed"]["audits"] > 0)
        assert server.get("/readyz")["feed"]["drifts"] == 0
        server.signal(signal.SIGKILL)
        server.start()
    return campaign


def _attempts(server: Server, campaign: int) -> int:
    kpis = server.get(f"/api/v1/campaigns/{campaign}")["kpis"]
    return int(kpis["attempts"]["value"])


def _agree(server: Server, browser: Browser, engine: Engine, campaign: int, truth: Truth) -> None:
    path = f"/api/v1/campaigns/{campaign}"
    server.wait_until(lambda: server.get(path)["status"] == "finished")
    by_api = server.get(path)
    by_counting, attempts = _counted(engine, campaign)
    assert {state: count for state, count in by_api["counts"].items() if count} == by_counting
    assert by_counting == {"success": truth.success, "dial_failed": truth.dial_failed}
    assert by_api["funnel"] == truth.funnel
    assert by_api["kpis"]["attempts"]["value"] == attempts == truth.attempts
    assert by_api["kpis"]["retries"]["value"] == truth.retries
    with window(browser, f"{server.url}/campaigns/{campaign}") as page:
        page.wait_for_selector(fresh("live"))
        page.wait_for_selector(shown("count-success", truth.success))
        on_page = {state: value(page, f"count-{state}") for state in by_api["counts"]}
        assert on_page == by_api["counts"]
        assert value(page, "kpi-attempts") == truth.attempts
        assert value(page, "kpi-retries") == truth.retries


def _counted(engine: Engine, campaign: int) -> tuple[dict[str, int], int]:
    counted: Counter[str] = Counter()
    for (state, _), count in read(engine, cells_of, campaign).items():
        counted[state] += count
    attempts = "SELECT sum(attempts) FROM contacts WHERE campaign_id = :id"
    return counted, int(one(engine, attempts, id=campaign))
