"""`/operations`: long deeds, those that go on and those that are over."""

from typing import Any

from dash import Dash, html

from dashboard.components.card import card
from dashboard.components.operation_texts import operation_texts
from dashboard.ids import operations as ids
from dashboard.texts import t
from data.domain.access import Permission

PATH = "/operations"
TITLE = "Operations"
PERMISSION = Permission.SEE_CONTACTS


def layout() -> html.Div:
    """The shell of the page; the stream brings what goes on, `assets/js/operations.js` the rest."""
    return html.Div(
        [
            html.Div(
                [html.H1(t("Operations")), html.Label([t("Campaign"), _place()])],
                className="page-head",
            ),
            card("going", t("Going on"), [html.Ul(className="operations-open live"), _none()]),
            card("over", t("Over"), [_past(), _said()], t("The newest first")),
        ],
        id=ids.LIST,
        className="operations",
        **{
            "data-stream": "/live/operations",
            "data-operations": "",
            "data-texts": operation_texts(),
        },
    )


def register(app: Dash, services: Any) -> None:
    """Nothing to click that the server would hear."""


def _place() -> html.Span:
    return html.Span(className="operations-campaign")


def _none() -> html.P:
    return html.P(t("Loading…"), className="operations-none")


def _past() -> html.Div:
    heads = (t("Ended"), t("What"), t("Campaign"), t("By"), t("Reason"), t("Result"))
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(),
        ]
    )
    return html.Div(table, className="operations-past", hidden=True)


def _said() -> html.Div:
    return html.Div(
        [
            html.P(t("Loading…"), className="operations-said", role="status"),
            html.Button(
                t("Show more"), type="button", className="quiet operations-next", hidden=True
            ),
            html.Button(
                t("Try again"), type="button", className="quiet operations-again", hidden=True
            ),
        ],
        className="operations-foot",
    )
