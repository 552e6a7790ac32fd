"""A picture of every page for people to look at, and what of a picture can be asserted.

The pictures go to `tests/output/pictures/`.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dashboard.texts import LANGUAGES
from tests.live.places import EVERYWHERE, NOWHERE, name_of, visit

FOLDER = Path(__file__).resolve().parents[1] / "output" / "pictures"
SCREENS = {"hd": (1920, 1080), "4k": (3840, 2160), "phone": (390, 844)}
# Each theme with each language, and every screen; all combinations would show little more.
LOOKS = (
    ("hd", "light", "en"),
    ("hd", "dark", "cs"),
    ("4k", "dark", "en"),
    ("phone", "light", "cs"),
    ("phone", "dark", "en"),
)
# What may be longer than its box: it scrolls, is cut on purpose with its whole text at hand, or is
# there for those who listen only.
MAY_CLIP = (
    ".unseen, .label, .unseen *, .skip, .chart *, .name a, .wall-head h1, svg *, option, "
    ".wall-board .alert-detail"
)
SIBLINGS = ".card, .figure, .notice, .tool, .freshness, nav a, tr, .wall > *"

CUT_OFF = """mayClip => {
  const isText = node => [...node.childNodes].some(
    child => child.nodeType === Node.TEXT_NODE && child.textContent.trim());
  const scrolls = node => {
    for (let at = node; at; at = at.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) return true;
    return false;
  };
  return [...document.querySelectorAll("body *")].filter(node =>
    node.checkVisibility({visibilityProperty: true}) && isText(node) && !node.matches(mayClip)
    && getComputedStyle(node).display !== "inline" && !scrolls(node)
    && node.scrollWidth > node.clientWidth + 1
  ).map(node => `${node.outerHTML.slice(0, 140)} ${node.scrollWidth} > ${node.clientWidth}`);
}"""

# A part that hides what does not fit must have room for all of it.
CUT_SHORT = """() => [...document.querySelectorAll("main section, main dl, main table")].filter(
  node => getComputedStyle(node).overflowY === "hidden" && node.checkVisibility()
    && node.scrollHeight > node.clientHeight + 1
  ).map(node => `${node.outerHTML.slice(0, 140)} ${node.scrollHeight} > ${node.clientHeight}`)"""

OVERLAPPING = """siblings => {
  const nodes = [...document.querySelectorAll(siblings)].filter(
    node => node.checkVisibility({visibilityProperty: true})
      && ["static", "relative"].includes(getComputedStyle(node).position));
  const boxes = nodes.map(node => node.getBoundingClientRect());
  const found = [];
  nodes.forEach((one, i) => nodes.forEach((other, j) => {
    if (i >= j || one.parentElement !== other.parentElement) return;
    const [a, b] = [boxes[i], boxes[j]];
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && high > 1)
      found.push(`${one.outerHTML.slice(0, 80)} over ${other.outerHTML.slice(0, 80)}`);
  }));
  return found;
}"""


def complaints(page: Page, place: str) -> list[str]:
    """Collects what the browser complains about; that there is no page at `NOWHERE` is meant."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console",
        lambda message: (
            found.append(message.text)
            if message.type == "error" and not (place == NOWHERE and "404" in message.text)
            else None
        ),
    )
    return found


@pytest.mark.parametrize(("screen", "theme", "language"), LOOKS)
@pytest.mark.parametrize("place", EVERYWHERE)
def test_a_page_as_it_is_seen(
    browser: Browser, filled: str, place: str, screen: str, theme: str, language: str
) -> None:
    width, height = SCREENS[screen]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    errors = complaints(page, place)
    visit(page, filled, place, language)
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name_of(place)}-{screen}-{theme}-{language}.png")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    cut_off = page.evaluate(CUT_OFF, MAY_CLIP)
    overlapping = page.evaluate(OVERLAPPING, SIBLINGS)
    cut_short = page.evaluate(CUT_SHORT)
    context.close()
    assert wide <= 0
    assert cut_off == []
    assert cut_short == []
    assert overlapping == []
    assert errors == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", EVERYWHERE)
def test_no_page_asks_anything_of_an_outside_host(
    browser: Browser, filled: str, place: str, language: str
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, filled, place, language)
    page.close()
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith((filled, "data:"))] == []
