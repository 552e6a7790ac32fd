"""The wall in a real browser: it shows, turns, waits and renews itself, and does not grow."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from data.domain.states import CODES, OTHER
from data.leash import leashed
from tests.browser import loading, value, wait_until
from tests.live.places import loaded
from tests.live.windows import fresh, shown
from tests.server import ROOT, Server

Write = Callable[..., None]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SIZES = [(1920, 1080), (3840, 2160), (1366, 768), (1080, 1920)]
# Name and number as they stand together in each frame that is painted.
NOTE_PAIRS = """() => {
  window.pairs = new Set();
  const note = () => {
    const name = document.getElementById("wall-name").textContent;
    const shown = document.querySelector('[data-testid="count-initial"]').dataset.value;
    window.pairs.add(`${name} ${shown}`);
    requestAnimationFrame(note);
  };
  note();
}"""
COUNT_STREAMS = """
  window.streams = new Set();
  window.EventSource = class extends EventSource {
    constructor(path) { super(path); window.streams.add(this); }
    close() { super.close(); window.streams.delete(this); }
  };
"""
# How often the page has asked itself whether there is another version.
COUNT_LOOKS = """() => {
  const look = dashboardLive.renewal.look;
  window.looks = 0;
  dashboardLive.renewal.look = (...seen) => { look(...seen); window.looks++; };
}"""
EMPTY_TEXTS = 9  # that may be filled at one look and not at another; forty turns would leave more
TURN = """id => {
  const wall = document.getElementById("wall");
  wall.dataset.stream = wall.dataset.turns.replace("{id}", id);
  dashboardLive.stream.turn(dashboardLive.watch.spoken(wall.dataset.stream));
}"""


@pytest.fixture
def two(write: Write, server: Server) -> str:
    """The address of a server with two campaigns in progress: Spring of 40, Autumn of 7."""
    write(
        *loaded(40),
        "INSERT INTO campaigns (id, name, mode, status, timezone) VALUES "
        "(8, 'Autumn', 'preview', 'in_progress', 'Asia/Kathmandu')",
        "INSERT INTO contacts (campaign_id) VALUES " + ", ".join(["(8)"] * 7),
    )
    server.wait_until(lambda: server.status("/api/v1/campaigns/8") == 200)
    return server.url


def shows(campaign: int) -> str:
    return f'#wall[data-campaign="{campaign}"]'


def test_a_board_shows_what_a_dialer_writes(page: Page, two: str, write: Write) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{two}/wall/7")
    page.wait_for_selector(shown("count-initial", 40))
    write("UPDATE contacts SET state = 'calling' WHERE id <= 9")
    write("UPDATE contacts SET state = 'call_in_progress' WHERE id <= 4")
    write("UPDATE contacts SET state = 'hypnotized' WHERE id = 2")
    page.wait_for_selector(shown("count-other", 1))
    counts = {state: value(page, f"count-{state}") for state in (*CODES, OTHER)}
    assert {state: number for state, number in counts.items() if number} == {
        "initial": 31,
        "calling": 5,
        "call_in_progress": 3,
        "other": 1,
    }
    assert value(page, "kpi-in_call") == 3
    table = page.locator('[data-testid="funnel"] table').inner_text()
    assert [word for word in table.split() if word.isdigit()] == ["40", "9", "4", "4", "0"]
    hidden = page.locator("#wall-line-retry_scheduled").bounding_box()
    assert hidden is not None
    assert hidden["width"] <= 1
    expect(page.locator("nav")).to_be_hidden()
    expect(page.locator('[data-testid="freshness"]')).to_be_visible()
    expect(page.locator("#wall-zone")).to_have_text("Europe/Prague")
    assert not [url for url in asked if ".min.js" in url and "plotly" in url]


def test_campaigns_take_turns_and_are_never_mixed(page: Page, two: str, write: Write) -> None:
    page.goto(f"{two}/wall?rotate=5")
    page.wait_for_selector(shows(7))
    page.evaluate(NOTE_PAIRS)
    expect(page.locator(".wall-turn")).to_be_visible()
    page.wait_for_selector(shows(8))
    expect(page.locator("#wall-name")).to_have_text("Autumn")
    expect(page.locator("#wall-zone")).to_have_text("Asia/Kathmandu")
    page.wait_for_selector(shows(7))
    expect(page.locator("#wall-name")).to_have_text("Spring")
    assert set(page.evaluate("[...window.pairs]")) == {"Spring 40", "Autumn 7"}


def test_what_ends_leaves_and_what_starts_joins(page: Page, two: str, write: Write) -> None:
    page.goto(f"{two}/wall?rotate=3600")
    page.wait_for_selector(shows(7))
    write("UPDATE campaigns SET status = 'finished' WHERE id = 7")
    page.wait_for_selector(shows(8))
    expect(page.locator(".wall-turn")).to_be_hidden()
    write("UPDATE campaigns SET status = 'canceled' WHERE id = 8")
    expect(page.get_by_role("heading", name="No campaign is in progress")).to_be_visible()
    expect(page.locator("#wall-board")).to_be_hidden()
    write("INSERT INTO campaigns (id, name, mode, status) VALUES (9, 'New', 'preview', 'initial')")
    expect(page.get_by_text("Waiting to start")).to_be_visible()
    write("UPDATE campaigns SET status = 'in_progress' WHERE id = 9")
    page.wait_for_selector(shows(9))
    expect(page.locator("#wall-name")).to_have_text("New")


def test_a_wall_for_some_campaigns_shows_no_others(page: Page, two: str, write: Write) -> None:
    page.goto(f"{two}/wall?campaigns=8,99")
    page.wait_for_selector(shows(8))
    write("UPDATE campaigns SET status = 'paused' WHERE id = 8")
    expect(page.get_by_role("heading", name="None of this wall's campaigns")).to_be_visible()
    write("UPDATE campaigns SET status = 'in_progress' WHERE id = 8")
    expect(page.locator("#wall-name")).to_have_text("Autumn")
    expect(page.locator("#wall-board")).to_be_visible()


def test_wishes_that_cannot_be_met_are_named(page: Page, two: str) -> None:
    page.goto(f"{two}/wall?rotate=soon&theme=pink&campaigns=x&sound=loud&lang=tlh")
    page.wait_for_selector(shows(7))
    notes = page.locator(".wall-notes li:visible")
    assert [note.get_attribute("data-note") for note in notes.all()] == [
        "rotate", "theme", "lang", "campaigns", "sound",
    ]  # fmt: skip
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_sound_that_the_browser_blocks_is_said_until_it_is_allowed(page: Page, two: str) -> None:
    state = "get state() { return window.isAllowed ? 'running' : 'suspended'; }"
    page.add_init_script(f"AudioContext = class extends AudioContext {{ {state} }}")
    page.goto(f"{two}/wall/7")
    page.wait_for_selector(shown("count-initial", 40))
    blocked = page.get_by_text("Sound is blocked")
    expect(blocked).to_be_hidden()
    page.goto(f"{two}/wall/7?sound=on")
    expect(blocked).to_be_visible()
    page.evaluate("window.isAllowed = true")
    expect(blocked).to_be_hidden()


def test_a_wall_speaks_and_looks_as_its_address_says(page: Page, two: str) -> None:
    page.goto(f"{two}/wall/7?lang=cs&theme=light")
    page.wait_for_selector(shown("count-initial", 40))
    expect(page.get_by_text("Právě teď podle stavu")).to_be_visible()
    expect(page.locator("#wall-line-initial")).to_contain_text("Počáteční")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    expect(page.locator(".wall-notes li:visible")).to_have_count(0)


def test_it_survives_a_server_that_stops_and_returns(
    page: Page, two: str, server: Server, write: Write
) -> None:
    page.goto(f"{two}/wall?rotate=5")
    page.wait_for_selector(shows(7))
    page.evaluate("window.isSame = true")
    server.kill()
    page.wait_for_selector(fresh("offline"))
    expect(page.locator(".band")).to_be_visible()
    assert value(page, "count-initial") in (40, 7)
    write("UPDATE contacts SET state = 'calling'")
    server.start()
    page.wait_for_selector(fresh("live"))
    page.wait_for_selector(f"{shows(7)} {shown('count-calling', 40)}")
    page.wait_for_selector(f"{shows(8)} {shown('count-calling', 7)}")
    expect(page.locator(".band")).to_be_hidden()
    assert page.evaluate("window.isSame") is True


@pytest.mark.parametrize("path", ["/wall/7", "/wall/99", "/wall"])
def test_everything_fits_on_every_screen(page: Page, two: str, write: Write, path: str) -> None:
    write(
        f"UPDATE campaigns SET name = '{'Wide Werbung ' * 15}'",
        *(
            f"UPDATE contacts SET state = '{code}' WHERE id = {id}"
            for id, code in enumerate((*CODES, "hypnotized"), 1)
        ),
    )
    page.goto(f"{two}{path}")
    page.wait_for_selector(fresh("live"))
    page.wait_for_selector("#wall:not([data-build=''])")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        wait_until(
            page,
            """() => [...document.querySelectorAll("#wall *")].every(node => {
              const box = node.getBoundingClientRect();
              return box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
            }) && document.documentElement.scrollHeight <= innerHeight""",
        )
    page.set_viewport_size({"width": 390, "height": 844})
    wait_until(page, "document.documentElement.scrollWidth <= innerWidth")


def test_sizes_are_those_for_five_metres(page: Page, two: str) -> None:
    page.goto(f"{two}/wall/7")
    page.wait_for_selector(shown("count-initial", 40))
    smallest = {"dt": 28, ".label": 28, "h2": 28, ".number:not(.of-all)": 40, ".value": 96}
    for part, pixels in smallest.items():
        sizes = page.evaluate(
            """part => [...document.querySelectorAll(`.wall-board ${part}`)]
              .filter(node => node.checkVisibility())
              .map(node => parseFloat(getComputedStyle(node).fontSize))""",
            part,
        )
        assert sizes, part
        assert min(sizes) >= pixels, part


def copied(folder: Path) -> Path:
    """The program once more, in a folder of its own."""
    for part in ("dashboard", "data", "assets"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder)
    return folder


def started(root: Path, server: Server) -> subprocess.Popen[bytes]:
    """The program of another folder in the place of the server, which has stopped."""
    command = leashed(sys.executable, "app.py", "serve")
    with server.log.open("ab") as log:
        return subprocess.Popen(
            command, cwd=root, env={**os.environ, **server.settings}, stdout=log, stderr=log
        )


def test_a_new_version_is_shown_by_itself_once(
    page: Page, two: str, server: Server, tmp_path: Path
) -> None:
    address = f"{two}/wall?rotate=5&theme=light"
    page.goto(address)
    page.wait_for_selector(shows(7))
    before = page.get_attribute("#wall", "data-built")
    page.evaluate("window.isSame = true")
    server.stop()
    page.wait_for_selector(fresh("offline"))
    root = copied(tmp_path / "new")
    style = root / "assets/60-wall.css"
    style.write_text(style.read_text() + ".wall-head { --is-new: yes; }\n")
    assert page.evaluate("window.isSame") is True  # not while nobody answers
    server.process = started(root, server)  # type: ignore[assignment]
    wait_until(page, "window.isSame === undefined")
    page.wait_for_selector(shows(7))
    expect(page).to_have_url(address)
    after = page.get_attribute("#wall", "data-built")
    assert after not in (None, "", before)
    assert after == page.get_attribute("#wall", "data-build")
    expect(page.locator(".wall-head")).to_have_css("--is-new", "yes")


def test_it_does_not_go_round_in_circles_when_two_versions_are_served(page: Page, two: str) -> None:
    """Behind a balancer a page may come from one server and its stream from another."""
    loads: list[str] = []
    page.on("load", lambda: loads.append(page.url))
    page.add_init_script("Math.random = () => 0")
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
          const show = dashboardLive.paint.show;
          dashboardLive.paint.show = (known, changed) => {
            show(known, changed);
            requestAnimationFrame(() => {
              document.getElementById("wall")?.setAttribute("data-build", "another");
            });
          };
        })"""
    )
    page.goto(f"{two}/wall/7")
    wait_until(page, "JSON.parse(sessionStorage.renewals ?? '{}').another")
    page.wait_for_selector(shown("count-initial", 40))
    page.wait_for_selector("#wall[data-build=another]")
    page.evaluate("window.isSame = true")
    page.evaluate(COUNT_LOOKS)
    wait_until(page, "window.looks >= 2")
    with loading(page):
        pass
    assert page.evaluate("window.isSame") is True
    assert len(loads) == 2


def test_weeks_of_frames_and_turns_leave_nothing_behind(
    page: Page, two: str, server: Server, write: Write
) -> None:
    page.add_init_script(COUNT_STREAMS)
    page.goto(f"{two}/wall?rotate=3600&campaigns=7,8")
    page.wait_for_selector(shows(7))
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    _live_on(page, server, write, range(1, 6))
    before = _kept(session)
    _live_on(page, server, write, range(6, 26))
    after = _kept(session)
    assert after["JSEventListeners"] <= before["JSEventListeners"]
    assert after["Nodes"] <= before["Nodes"] + EMPTY_TEXTS
    assert page.evaluate("window.streams.size") == 1


def _live_on(page: Page, server: Server, write: Write, contacts: range) -> None:
    """A change and two turns for each contact."""
    for contact in contacts:
        write(f"UPDATE contacts SET state = 'calling' WHERE id = {contact}")
        server.wait_until(lambda: True)  # rings
        for campaign in (8, 7):
            page.evaluate(TURN, str(campaign))
            page.wait_for_selector(shows(campaign))
        page.wait_for_selector(shown("count-calling", contact))


def _kept(session: CDPSession) -> dict[str, float]:
    """The nodes and listeners that are left when what can be thrown away has been."""
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    found = {metric["name"]: metric["value"] for metric in metrics}
    return {name: found[name] for name in ("Nodes", "JSEventListeners")}
