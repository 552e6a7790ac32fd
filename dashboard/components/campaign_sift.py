"""What is asked of the table of campaigns: a name, a status, a mode, problems."""

from collections.abc import Sequence

from dash import dcc, html

from dashboard import ids
from dashboard.formats import words
from dashboard.texts import t
from data.domain.states import MODES

# In the order in which they are sorted: what moves comes first.
STATUS_ORDER = ("in_progress", "paused", "canceling", "initial", "finished", "canceled")


def campaign_sift() -> html.Div:
    """The controls; `assets/js/table.js` listens to them, and knows the words by their options."""
    return html.Div(
        [
            html.Label([html.Span(t("Name")), _name()], htmlFor=ids.SIFT_TEXT),
            _choice("status", t("Status"), STATUS_ORDER),
            _choice("mode", t("Mode"), MODES),
            _switch(),
            html.Span(id=ids.SIFT_RESULT, className="result", role="status"),
        ],
        className="sift",
        role="search",
        **{"aria-label": t("Find campaigns")},
    )


def _name() -> dcc.Input:
    return dcc.Input(id=ids.SIFT_TEXT, type="search", inputMode="search", maxLength=200)


def _choice(key: str, label: str, codes: Sequence[str]) -> html.Label:
    options = [html.Option(t("All"), value=""), *(html.Option(words(c), value=c) for c in codes)]
    select = html.Select(options, **{"data-sift": key})
    return html.Label([html.Span(label), select])


def _switch() -> html.Button:
    """Pressed, it leaves only campaigns in which something is wrong."""
    return html.Button(
        t("With problems only"), type="button", **{"data-sift": "problems", "aria-pressed": "false"}
    )
