"""What stands around every page: header, navigation, freshness, language, theme."""

from collections.abc import Iterable
from types import ModuleType

from dash import dcc, html

from dashboard import ids
from dashboard.components.deed_dialog import deed_dialog
from dashboard.components.notice import notice
from dashboard.components.operation_strip import operation_strip
from dashboard.texts import LANGUAGES, NAMES, language, t

NOWHERE = "There is no such page"


def page_frame(pages: Iterable[ModuleType]) -> html.Div:
    """The frame; `main` holds the page."""
    return html.Div(
        [
            html.A(t("Skip to content"), href=f"#{ids.PAGE}", className="skip"),
            _header(pages),
            _band(),
            operation_strip(),
            html.P(className="printed"),
            html.Main(id=ids.PAGE, tabIndex=-1),
            deed_dialog(),
            dcc.Location(id=ids.LOCATION),
        ],
        className="frame",
    )


def no_such_page(path: str) -> html.Div:
    """What stands where there is no page."""
    return notice(
        t(NOWHERE),
        [
            html.P([html.Code(path), " ", t("leads nowhere.")]),
            html.P(dcc.Link(t("See all campaigns"), href="/")),
        ],
        is_page=True,
    )


def _header(pages: Iterable[ModuleType]) -> html.Header:
    places = [page for page in pages if "<" not in page.PATH]
    links = [dcc.Link(t(page.TITLE), href=page.PATH) for page in places]
    tools = [_freshness(), _pause(), *_languages(), _theme()]
    return html.Header(
        [
            html.Nav(links, **{"aria-label": t("Pages")}),
            html.Div(tools, className="tools", role="group", **{"aria-label": t("This screen")}),
        ],
        className="top",
    )


def _freshness() -> html.Div:
    """How old the numbers are. A change of state is announced once it stands; ages never are."""
    return html.Div(
        [
            html.Span(className="dot"),
            html.Span(t("Connecting"), className="word"),
            html.Span(className="age"),
            html.Span(className="announced unseen", role="status"),
        ],
        className="freshness",
        **{"data-testid": "freshness", "data-state": "offline", "data-age-ms": ""},
    )


def _band() -> html.Section:
    """Since when the numbers are old. It ticks, so it is the badge that is announced."""
    return html.Section(className="band", hidden=True, **{"aria-label": t("Age of the numbers")})


def _pause() -> html.Button:
    return _tool("pause", {"when-moving": t("Pause updates"), "when-paused": t("Resume updates")})


def _theme() -> html.Button:
    return _tool("theme", {"when-light": t("Dark theme"), "when-dark": t("Light theme")})


def _tool(name: str, words: dict[str, str]) -> html.Button:
    """A button that does something else in each state of the page, and says what it would do."""
    labels = [html.Span(text, className=f"label {state}") for state, text in words.items()]
    icon = html.Span(className=f"icon icon-{name}", **{"aria-hidden": "true"})
    return html.Button([icon, *labels], className=f"tool {name}", type="button")


def _languages() -> list[html.A]:
    """The other languages, each in its own words. It is a plain link, for the server to answer."""
    return [
        html.A(
            NAMES[code],
            href=f"?lang={code}",
            className="tool language",
            lang=code,
            hrefLang=code,
        )
        for code in LANGUAGES
        if code != language()
    ]
