"""What stands around every page: header, navigation, freshness, theme."""

from collections.abc import Iterable
from types import ModuleType

from dash import dcc, html

from dashboard import ids
from dashboard.components.notice import notice


def page_frame(pages: Iterable[ModuleType]) -> html.Div:
    """The frame; `main` holds the page."""
    return html.Div(
        [
            html.A("Skip to content", href=f"#{ids.PAGE}", className="skip"),
            _header(pages),
            _band(),
            html.Main(id=ids.PAGE, tabIndex=-1),
            dcc.Location(id=ids.LOCATION),
        ],
        className="frame",
    )


def no_such_page(path: str) -> html.Div:
    """What stands where there is no page."""
    return notice(
        "There is no such page",
        [
            html.P([html.Code(path), " leads nowhere."]),
            html.P(dcc.Link("See all campaigns", href="/")),
        ],
    )


def _header(pages: Iterable[ModuleType]) -> html.Header:
    places = [page for page in pages if "<" not in page.PATH]
    links = [dcc.Link(page.TITLE, href=page.PATH) for page in places]
    return html.Header(
        [
            html.Nav(links, **{"aria-label": "Pages"}),
            html.Div([_freshness(), _theme()], className="tools"),
        ],
        className="top",
    )


def _freshness() -> html.Div:
    """How old the numbers are; the word is announced, the age ticks silently."""
    return html.Div(
        [
            html.Span(className="dot"),
            html.Span("Connecting", className="word", role="status"),
            html.Span(className="age", **{"aria-hidden": "true"}),
        ],
        className="freshness",
        **{"data-testid": "freshness", "data-state": "offline", "data-age-ms": ""},
    )


def _band() -> html.Div:
    """Since when the numbers are old. It ticks, so the badge's word is what is announced."""
    return html.Div(className="band", hidden=True)


def _theme() -> html.Button:
    return html.Button(
        html.Span(className="theme-icon"),
        className="theme",
        type="button",
        title="Dark or light",
        **{"aria-label": "Switch between dark and light"},
    )
