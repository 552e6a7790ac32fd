"""What a page is held against. Every check answers with what is wrong, so that all can be told."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page

from tests.browser import DRAWN

FOLDER = Path(__file__).resolve().parents[1] / "output" / "pictures"
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
TARGET = 24
FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']"
# A mark within a line of text may be smaller (WCAG 2.5.8, "Inline").
INLINE = "p a, p button, dt button, h2 button, h3 button, li .label button"
# What may be longer than its box: it scrolls, is cut on purpose with its whole text at hand, or is
# there for those who listen only.
MAY_CLIP = (
    ".unseen, .label, .unseen *, .skip, .chart *, .name a, .wall-head h1, svg *, option, "
    ".wall-board .alert-detail"
)
SIBLINGS = ".card, .figure, .notice, .tool, .freshness, nav a, tr, .wall > *"
FEWEST_REQUESTS = 10
TITLES = {"en": "Campaigns", "cs": "Kampaně"}

_TOO_WIDE = """() => [document.documentElement.scrollWidth - innerWidth].filter(wide => wide > 0)
  .map(wide => `${wide} px`)"""

_CUT_OFF = """mayClip => {
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
_CUT_SHORT = """() => [...document.querySelectorAll("main section, main dl, main table")].filter(
  node => getComputedStyle(node).overflowY === "hidden" && node.checkVisibility()
    && node.scrollHeight > node.clientHeight + 1
  ).map(node => `${node.outerHTML.slice(0, 140)} ${node.scrollHeight} > ${node.clientHeight}`)"""

_OVERLAPPING = """siblings => {
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

_TOO_SMALL = """([selector, inline, least]) =>
  [...document.querySelectorAll(selector)].filter(node => {
    const box = node.getBoundingClientRect();
    return node.checkVisibility({visibilityProperty: true}) && !node.matches(inline)
      && !node.matches(".skip") && (box.width < least || box.height < least);
  }).map(node => node.outerHTML.slice(0, 120))"""

_FOCUSED = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  node.dataset.walked ??= Math.random();
  const box = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    id: node.dataset.walked, html: node.outerHTML.slice(0, 120),
    ringed: style.outlineStyle !== "none" || style.boxShadow !== "none",
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0
      && Boolean(top && (node.contains(top) || top.contains(node))),
  };
}"""

_MISSED = """selector => [...document.querySelectorAll(selector)].filter(node =>
  node.checkVisibility({visibilityProperty: true}) && node.tabIndex >= 0
  && !node.disabled && !node.dataset.walked && !node.closest(".ag-root-wrapper")
  && !(node.type === "radio" && !node.checked)).map(node => node.outerHTML.slice(0, 120))"""

# A browser tells the page of each thing that it refused.
_LISTEN = """
globalThis.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


class Watch:
    """Hears what a page asks for, is refused and complains of, from before it is opened."""

    def __init__(self, page: Page, server: str, *, is_missing: bool = False) -> None:
        self._page = page
        self._ours = (server, "data:", "blob:")
        self._is_missing = is_missing  # that there is no such page is meant
        self._asked: list[str] = []
        self._said: list[str] = []
        page.add_init_script(_LISTEN)
        page.on("request", lambda request: self._asked.append(request.url))
        page.on("pageerror", lambda error: self._said.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        """A refusal within a worker stands in the console only."""
        is_error = message.type == "error" or "Security" in message.text or "Error" in message.text
        if is_error and not (self._is_missing and "404" in message.text):
            self._said.append(message.text)

    def heard(self) -> dict[str, list[str]]:
        """What is wrong, by check."""
        return _wrong(
            {
                "console": self._said,
                "outside host": [url for url in self._asked if not url.startswith(self._ours)],
                "refused": refused(self._page),
                # Or the check of hosts would have been asked of nothing.
                "few requests": [f"{len(self._asked)}"] * (len(self._asked) <= FEWEST_REQUESTS),
            }
        )


def refused(page: Page) -> list[str]:
    """What the policy refused of a page that is watched."""
    return list(page.evaluate("refused"))


def violations(page: Page) -> list[str]:
    """The rules of WCAG 2.2 AA that are broken, as far as a program can tell."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} ({(node['failureSummary'] or '')[:300]})"
        for rule in found
        for node in rule["nodes"]
    ]


def wrong_as_seen(page: Page, language: str) -> dict[str, list[str]]:
    """What is wrong with a page as it stands, by check."""
    said = [page.get_attribute("html", "lang") or "", page.title()]
    return _wrong(
        {
            "language": said if said[0] != language or TITLES[language] not in said[1] else [],
            "axe": violations(page),
            "too wide": page.evaluate(_TOO_WIDE),
            "cut off": page.evaluate(_CUT_OFF, MAY_CLIP),
            "cut short": page.evaluate(_CUT_SHORT),
            "overlapping": page.evaluate(_OVERLAPPING, SIBLINGS),
            "too small": page.evaluate(_TOO_SMALL, [FOCUSABLE, INLINE, TARGET]),
        }
    )


def wrong_by_keyboard(page: Page) -> dict[str, list[str]]:
    """What Tab does not lead to, or leads to and cannot be seen, by check."""
    walked = _walked(page)
    return _wrong(
        {
            "no focus ring": [one["html"] for one in walked if not one["ringed"]],
            "focus not seen": [one["html"] for one in walked if not one["seen"]],
            "not reached": page.evaluate(_MISSED, FOCUSABLE),
            # A table of contacts is a few stops: within it arrows lead from cell to cell.
            "too many stops": [one["html"] for one in walked[200:]],
        }
    )


def _walked(page: Page) -> list[dict[str, Any]]:
    """Everything that Tab leads to, once round."""
    walked: dict[str, dict[str, Any]] = {}
    last = None
    for _ in range(400):
        page.keyboard.press("Tab")
        here = page.evaluate(_FOCUSED)
        if here is not None and here["id"] == last:
            continue  # the parts of a date are stops of their own
        if here is None or here["id"] in walked:
            break
        last = here["id"]
        walked[last] = here
    return list(walked.values())


def take_picture(seen: Page | Locator, name: str, **more: Any) -> None:
    """Keep how a page or a part of it looks, for people."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = seen if isinstance(seen, Page) else seen.page
    page.evaluate(DRAWN)
    seen.screenshot(path=FOLDER / f"{name}.png", **more)


def _wrong(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {check: complaints for check, complaints in found.items() if complaints}
