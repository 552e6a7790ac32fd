"""A database that freezes, goes away and comes back: the badge tells the truth, the log once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine, make_url

from data.database import open_engine
from data.embedded import EmbeddedValkey
from tests.data.sql import execute
from tests.live.places import loaded
from tests.live.windows import fresh, shown
from tests.proxy import Proxy
from tests.server import Server


@pytest.fixture
def proxy(postgres_url: str) -> Iterator[Proxy]:
    """In front of the PostgreSQL server."""
    folder = make_url(postgres_url).query["host"]
    with Proxy(f"{folder}/.s.PGSQL.5432") as opened:
        yield opened


@pytest.fixture
def far(
    postgres_url: str, proxy: Proxy, valkey: EmbeddedValkey, tmp_path: Path
) -> Iterator[Server]:
    """The program, with the proxy between it and its database."""
    name = make_url(postgres_url).database
    url = f"postgresql://postgres@127.0.0.1:{proxy.port}/{name}"
    server = Server(tmp_path, url, valkey.url).start()
    yield server
    server.stop()


@pytest.fixture
def near(postgres_url: str) -> Iterator[Engine]:
    """A writer that reaches the database directly, with a campaign of 40 contacts."""
    engine = open_engine(postgres_url)
    execute(engine, *loaded(40))
    yield engine
    engine.dispose()


def move(engine: Engine, contacts: int) -> None:
    execute(engine, "UPDATE contacts SET state = 'calling' WHERE id <= :last", last=contacts)


def said(server: Server, words: str) -> int:
    return server.log.read_text().count(words)


@pytest.mark.parametrize("fault", ["freeze", "cut"])
def test_the_page_goes_stale_and_recovers(
    near: Engine, proxy: Proxy, far: Server, browser: Browser, fault: str
) -> None:
    page = browser.new_page()
    page.goto(f"{far.url}/campaigns/7")
    page.wait_for_selector(fresh("live"))
    move(near, 5)
    page.wait_for_selector(shown("count-calling", 5))
    getattr(proxy, fault)()
    move(near, 9)
    page.wait_for_selector(fresh("delayed"))
    page.wait_for_selector(fresh("stale"))
    assert page.locator(shown("count-calling", 5)).count() == 1
    assert far.status("/healthz") == 200
    far.wait_until(lambda: far.status("/readyz") == 503)
    {"freeze": proxy.thaw, "cut": proxy.mend}[fault]()
    page.wait_for_selector(shown("count-calling", 9))
    page.wait_for_selector(fresh("live"))
    far.wait_until(lambda: far.status("/readyz") == 200)
    page.close()
    assert "Traceback" not in far.log.read_text()
    assert said(far, "The database answers again") == 1
    assert said(far, "Live numbers stand still") == 1
    assert far.get("/readyz")["feed"]["drifts"] == 0


def test_another_database_behind_the_same_address(
    near: Engine, proxy: Proxy, far: Server, postgres_url: str
) -> None:
    """The identity of the database changes, as after a restore: everything is read anew."""
    far.wait_until(lambda: far.get("/api/v1/campaigns/7")["total"] == 40)
    before = far.get("/api/v1/campaigns/7")
    execute(near, "UPDATE identity SET token = 'restored'")
    far.wait_until(lambda: far.get("/api/v1/campaigns/7")["epoch"] > before["epoch"])
    assert far.get("/api/v1/campaigns/7")["counts"] == before["counts"]
    assert said(far, "It is another database.") == 1


def test_the_api_answers_503_while_the_database_is_away(
    near: Engine, proxy: Proxy, far: Server
) -> None:
    far.wait_until(lambda: far.status("/api/v1/campaigns/7/transitions") == 200)
    far.wait_until(lambda: far.get("/api/v1/campaigns/7")["total"] == 40)
    proxy.cut()
    status, body, kind = far.fetch("/api/v1/campaigns/7/transitions")
    assert (status, kind) == (503, "application/problem+json")
    assert "The database does not answer" in body
    assert far.get("/api/v1/campaigns/7")["total"] == 40
    proxy.mend()
    far.wait_until(lambda: far.status("/api/v1/campaigns/7/transitions") == 200)
