"""Every page once in every look: for everybody, in whole, on its own, within its policy.

Pictures of them go to `tests/output/pictures/`.
"""

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from playwright.sync_api import Browser, Page

from dashboard.texts import LANGUAGES
from tests.browser import loading, wait_until
from tests.live.checks import (
    Watch,
    refused,
    take_picture,
    wrong_as_seen,
    wrong_by_keyboard,
)
from tests.live.places import EVERYWHERE, NOWHERE, name_of, visit

SCREENS = {"hd": (1920, 1080), "phone": (390, 844), "4k": (3840, 2160)}
THEMES = ("light", "dark")
Look = tuple[str, str, str]

# A look and its opposite show a place in both of everything; the pairs take turns by place.
OPPOSITES: tuple[tuple[Look, Look], ...] = tuple(
    (
        ("hd", THEMES[theme], LANGUAGES[language]),
        ("phone", THEMES[1 - theme], LANGUAGES[1 - language]),
    )
    for theme, language in product((0, 1), repeat=2)
)
ALL_LOOKS: tuple[Look, ...] = tuple(product(SCREENS, THEMES, LANGUAGES))


def looks_of(number: int) -> tuple[Look, Look]:
    """The looks in which the place of a number is always seen."""
    return OPPOSITES[number % len(OPPOSITES)]


def visits() -> Iterator[object]:
    """Every place in every look, most of them for a long search only."""
    for number, place in enumerate(EVERYWHERE):
        for look in ALL_LOOKS:
            marks = () if look in looks_of(number) else pytest.mark.exhaustive
            yield pytest.param(place, *look, marks=marks)


def opened(browser: Browser, screen: str = "hd", theme: str = "light") -> Page:
    """A new page."""
    width, height = SCREENS[screen]
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce")
    return context.new_page()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = opened(browser)
    yield made
    made.context.close()


def test_the_looks_of_every_run_cover_all_pairs() -> None:
    looks = [looks_of(number) for number in range(len(EVERYWHERE))]
    sides = (("hd", "phone"), THEMES, LANGUAGES)
    for pair in looks:
        assert [set(seen) for seen in zip(*pair, strict=True)] == [set(side) for side in sides]
    every = {look for pair in looks for look in pair}
    for one, other in combinations(range(3), 2):
        seen = {(look[one], look[other]) for look in every}
        assert seen == set(product(sides[one], sides[other]))


@pytest.mark.parametrize(("place", "screen", "theme", "language"), [*visits()])
def test_a_page_as_it_is_seen(
    browser: Browser, filled: str, place: str, screen: str, theme: str, language: str
) -> None:
    page = opened(browser, screen, theme)
    watch = Watch(page, filled, is_missing=place == NOWHERE)
    visit(page, filled, place, language)
    take_picture(page, f"{name_of(place)}-{screen}-{theme}-{language}")
    wrong = wrong_as_seen(page, language)
    if screen == "hd":
        wrong |= wrong_by_keyboard(page)
    with loading(page):
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
    with loading(page):
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    wrong |= watch.heard()
    page.context.close()
    assert wrong == {}


@pytest.mark.parametrize("place", EVERYWHERE)
def test_a_page_on_an_empty_database(page: Page, empty: str, place: str) -> None:
    watch = Watch(page, empty, is_missing=place == NOWHERE or "1" in place)
    visit(page, empty, place, "en")
    assert wrong_as_seen(page, "en") | watch.heard() == {}


@pytest.mark.parametrize("place", ["/login", "/wall/enter"])
def test_pages_for_those_outside_keep_to_the_policy(page: Page, filled: str, place: str) -> None:
    watch = Watch(page, filled)
    with loading(page):
        page.goto(filled + place)
    assert watch.heard() == {}


def test_skipping_leads_to_the_content(page: Page, filled: str) -> None:
    visit(page, filled, "/", "en")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page"


def test_the_table_and_the_flow_of_a_campaign_are_drawn(page: Page, filled: str) -> None:
    watch = Watch(page, filled)
    visit(page, filled, "/campaigns/1", "en")
    page.locator("#contacts").scroll_into_view_if_needed()
    page.wait_for_selector(".ag-row")
    page.locator(".flow, #flow, [id*=flow]").first.scroll_into_view_if_needed()
    page.wait_for_selector(".sankey")
    assert watch.heard() == {}


def test_what_is_not_ours_is_refused(page: Page, filled: str) -> None:
    watch = Watch(page, filled)
    visit(page, filled, "/", "en")
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "globalThis.owned = true";
          document.body.append(script);
          const image = new Image();
          image.src = "http://127.0.0.1:9/x.png";
          try { setTimeout("globalThis.owned = true", 0); } catch {}
        }"""
    )
    wait_until(page, "refused.length >= 3")
    assert page.evaluate("globalThis.owned") is None
    directives = {text.split()[0] for text in refused(page)}
    assert directives == {"img-src", "script-src", "script-src-elem"}
    assert watch.heard()["refused"] == refused(page)


FAULTS = {
    "language": "<script>document.documentElement.lang = 'cs'</script>",
    "axe": '<input style="height: 24px">',
    "too wide": '<p style="width: 5000px">wide</p>',
    "cut off": '<div style="width: 20px; white-space: nowrap">some long text</div>',
    "cut short": '<section style="height: 5px; overflow: hidden">a<br>b<br>c</section>',
    "overlapping": '<div class="card">a</div><div class="card" style="margin-top: -9px">b</div>',
    "too small": '<button style="width: 23px; height: 24px; padding: 0">a</button>',
    "no focus ring": '<button style="outline: none; height: 24px; width: 24px">a</button>',
    "focus not seen": '<button style="position: fixed; left: -99px; height: 24px">gone</button>',
    "not reached": """<button style="height: 24px" onkeydown="event.preventDefault()">stays</button>
      <button style="height: 24px">never</button>""",
    "too many stops": '<button style="height: 24px">again</button>' * 201,
    "console": "<script>console.error('planted')</script>",
    "outside host": "<script>fetch('http://127.0.0.1:9/').catch(() => {})</script>",
    "few requests": "",
}
# What cannot be planted without the other.
WITH = {"outside host": {"console"}}


@pytest.mark.parametrize("check", FAULTS)
def test_every_check_finds_its_fault(page: Page, check: str) -> None:
    """And nothing else, on a page that is sound but for it."""
    watch = Watch(page, "about:")
    with loading(page):
        page.goto("about:blank")
        page.set_content(
            f"<html lang=en><title>Campaigns</title><main><h1>Sound</h1>{FAULTS[check]}</main>"
        )
    wrong = wrong_as_seen(page, "en") | wrong_by_keyboard(page) | watch.heard()
    assert set(wrong) == {check, "few requests"} | WITH.get(check, set()), wrong
