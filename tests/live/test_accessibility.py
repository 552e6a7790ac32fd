"""Every page for everybody: WCAG 2.2 AA as far as a program can tell, and by keyboard alone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dashboard.texts import LANGUAGES
from tests.live.places import EVERYWHERE, visit

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SCREENS = {"desk": (1280, 800), "phone": (390, 844)}
TARGET = 24
# A mark within a line of text may be smaller (WCAG 2.5.8, "Inline").
INLINE = "p a, p button, dt button, h2 button, h3 button, li .label button"

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens pages; all are closed in the end."""
    contexts: list[Any] = []

    def opened(screen: str = "desk", theme: str = "light") -> Page:
        width, height = SCREENS[screen]
        contexts.append(
            browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=theme,
                reduced_motion="reduce",
            )
        )
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} ({(node['failureSummary'] or '')[:300]})"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "cs")])
@pytest.mark.parametrize("place", EVERYWHERE)
def test_nothing_stands_in_anybodys_way(
    open_page: Open, filled: str, place: str, theme: str, language: str
) -> None:
    page = open_page("desk", theme)
    visit(page, filled, place, language)
    assert violations(page) == []


@pytest.mark.parametrize("place", EVERYWHERE)
def test_nor_on_a_phone(open_page: Open, filled: str, place: str) -> None:
    page = open_page("phone", "dark")
    visit(page, filled, place, "cs")
    assert violations(page) == []


@pytest.mark.parametrize("place", EVERYWHERE)
def test_nor_where_there_is_nothing_yet(open_page: Open, empty: str, place: str) -> None:
    page = open_page()
    visit(page, empty, place, "en")
    assert violations(page) == []


@pytest.mark.parametrize("place", EVERYWHERE)
def test_the_page_is_in_the_language_that_it_says(open_page: Open, filled: str, place: str) -> None:
    page = open_page()
    titles = {}
    for language in LANGUAGES:
        visit(page, filled, place, language)
        assert page.get_attribute("html", "lang") == language
        titles[language] = page.title()
    assert "Campaigns" in titles["en"]
    assert "Kampaně" in titles["cs"]


FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']"


def reached(page: Page) -> list[dict[str, Any]]:
    """Everything that Tab leads to, once round, and whether one sees that it is there."""
    seen: list[dict[str, Any]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
              const node = document.activeElement;
              if (node === document.body) return null;
              node.dataset.walked ??= Math.random();
              const box = node.getBoundingClientRect();
              const style = getComputedStyle(node);
              const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
              return {
                id: node.dataset.walked, html: node.outerHTML.slice(0, 120),
                ringed: style.outlineStyle !== "none" || style.boxShadow !== "none",
                onScreen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
                covered: !(top && (node.contains(top) || top.contains(node))),
              };
            }"""
        )
        if here is not None and seen and here["id"] == seen[-1]["id"]:
            continue  # the parts of a date are stops of their own
        if here is None or here["id"] in {one["id"] for one in seen}:
            break
        seen.append(here)
    return seen


@pytest.mark.parametrize("place", EVERYWHERE)
def test_everything_can_be_reached_and_seen_by_keyboard(
    open_page: Open, filled: str, place: str
) -> None:
    """A table of contacts is a few stops: within it arrows lead from cell to cell."""
    page = open_page()
    visit(page, filled, place, "en")
    walked = reached(page)
    assert len(walked) < 200
    assert [one["html"] for one in walked if not one["ringed"]] == []
    assert [one["html"] for one in walked if not one["onScreen"] or one["covered"]] == []
    missed = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].filter(node =>
             node.checkVisibility({visibilityProperty: true}) && node.tabIndex >= 0
             && !node.disabled && !node.dataset.walked && !node.closest(".ag-root-wrapper")
             && !(node.type === "radio" && !node.checked))
             .map(node => node.outerHTML.slice(0, 120))""",
        FOCUSABLE,
    )
    assert missed == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("place", EVERYWHERE)
def test_targets_are_large_enough(open_page: Open, filled: str, place: str, screen: str) -> None:
    page = open_page(screen)
    visit(page, filled, place, "cs")
    small = page.evaluate(
        """([selector, inline, least]) => [...document.querySelectorAll(selector)].filter(node => {
             const box = node.getBoundingClientRect();
             return node.checkVisibility({visibilityProperty: true}) && !node.matches(inline)
               && !node.matches(".skip") && (box.width < least || box.height < least);
           }).map(node => node.outerHTML.slice(0, 120))""",
        [FOCUSABLE, INLINE, TARGET],
    )
    assert small == []


def test_skipping_leads_to_the_content(open_page: Open, filled: str) -> None:
    page = open_page()
    visit(page, filled, "/", "en")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page"
