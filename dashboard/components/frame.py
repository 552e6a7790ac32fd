"""What stands around every page: header, navigation, freshness, language, theme."""

from collections.abc import Iterable
from types import ModuleType

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.components.deed_dialog import deed_dialog
from dashboard.components.notice import notice
from dashboard.components.operation_strip import operation_strip
from dashboard.texts import LANGUAGES, NAMES, language, t
from data.domain.access import Actor, Means

NOWHERE = "There is no such page"


def page_frame(pages: Iterable[ModuleType], viewer: Actor | None = None) -> html.Div:
    """The frame, with the pages that its viewer may see; `main` holds the page."""
    return html.Div(
        [
            html.A(t("Skip to content"), href=f"#{ids.PAGE}", className="skip"),
            _header(pages, viewer),
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


def forbidden_page(viewer: Actor) -> html.Div:
    """What stands where there is a page that is not for this viewer."""
    words = t("It is not for your role ({role}). Ask an admin for another one.", role=viewer.role)
    way = dcc.Link(t("See the wall"), href="/wall")
    return notice(t("This page is not for you"), [html.P(words), html.P(way)], is_page=True)


def _header(pages: Iterable[ModuleType], viewer: Actor | None) -> html.Header:
    places = [
        page
        for page in pages
        if "<" not in page.PATH and viewer is not None and viewer.may(page.PERMISSION)
    ]
    links = [dcc.Link(t(page.TITLE), href=page.PATH) for page in places]
    tools = [_freshness(), _pause(), *_languages(), _theme(), *_account(viewer)]
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


def _account(viewer: Actor | None) -> list[Component]:
    """Who is signed in, and the way out; nothing where nobody had to sign in."""
    if viewer is None or viewer.means is not Means.SESSION:
        return []
    name = html.Bdi(viewer.name, className="signed-in", title=viewer.role)
    words = html.Span(t("Sign out"), className="label")
    icon = html.Span(className="icon icon-leave", **{"aria-hidden": "true"})
    label = {"aria-label": t("Sign out {name}", name=viewer.name)}
    return [name, html.Button([icon, words], className="tool leave", type="button", **label)]


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
