"""`/operations/<id>`: one long deed, from who asked for it to what it left out."""

from typing import Any

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.components.card import card
from dashboard.components.deed_dialog import deed_button
from dashboard.components.notice import notice
from dashboard.components.operation_deeds import CHOICES, deed_on
from dashboard.components.operation_texts import operation_texts
from dashboard.components.state_mark import states_for_scripts
from dashboard.courtesy import is_offered
from dashboard.formats import UNKNOWN
from dashboard.ids import operations as ids
from dashboard.texts import t
from data.domain.access import Permission

PATH = "/operations/<int(max=999999999999999999):operation_id>"
TITLE = "Operation"
PERMISSION = Permission.SEE_CONTACTS
_FACTS = {
    "actor": "Asked for by",
    "reason": "Reason",
    "created_at": "Asked for",
    "started_at": "Began",
    "ended_at": "Ended",
    "approved_by": "Approved by",
    "undoes": "Undoes",
    "undone_by": "Undone by",
}


def layout(operation_id: int) -> html.Div:
    """The shell of the page; `assets/js/operation.js` fills it."""
    return html.Div(
        [
            _way_back(),
            _none(operation_id),
            html.Div(
                [_head(operation_id), _progress(), _facts(), _skips()],
                className="operation-whole",
                hidden=True,
            ),
        ],
        id=ids.OPERATION,
        className="operation",
        **{
            "data-stream": f"/live/operations/{operation_id}",
            "data-id": str(operation_id),
            "data-operation": "",
            "data-states": states_for_scripts(),
            "data-texts": operation_texts(),
        },
    )


def register(app: Dash, services: Any) -> None:
    """Deeds ask the API: there is nothing for Dash to call."""


def _way_back() -> html.Nav:
    return html.Nav(
        [dcc.Link(t("Operations"), href="/operations")],
        className="way-back",
        **{"aria-label": t("Way back")},
    )


def _none(operation_id: int) -> html.Div:
    return html.Div(
        notice(
            t("There is no operation {id}", id=operation_id),
            [html.P(t("The number in the address is wrong, or you may not see it."))],
            is_page=True,
        ),
        className="operation-no",
        hidden=True,
    )


def _head(operation_id: int) -> html.Div:
    return html.Div(
        [
            html.H1(t("Operation {id}", id=operation_id), className="operation-title"),
            html.Div(
                [
                    html.Span(UNKNOWN, className="operation-stage"),
                    html.A(href="/", className="operation-campaign"),
                ],
                className="facts",
            ),
            html.Div(_buttons(operation_id), className="operation-buttons"),
        ],
        className="page-head",
    )


def _buttons(operation_id: int) -> list[Component]:
    if not is_offered(Permission.CANCEL_CAMPAIGN):
        return []
    return [_button(operation_id, key) for key in CHOICES]


def _button(operation_id: int, key: str) -> html.Button:
    choice = CHOICES[key]
    return deed_button(
        deed_on(operation_id, key),
        t(choice.label) + "…",
        hidden=True,
        **{"data-verb": key, "data-stages": " ".join(choice.stages)},
    )


def _progress() -> html.Section:
    bar = html.Span(html.Span(className="operation-bar"), className="bar")
    body = [
        html.Ol(className="operation-steps", **{"aria-label": t("Stages")}),
        html.P([html.Span(UNKNOWN, className="value operation-done"), " ", _of()]),
        html.Div(bar, className="operation-progress", **{"aria-hidden": "true"}),
        html.P(className="operation-facts"),
        html.P(className="operation-error", hidden=True),
        html.P(
            [t("It can be undone for"), " ", html.Span(className="operation-until")],
            className="operation-way-back",
            hidden=True,
        ),
    ]
    return card("progress", t("How far it is"), [html.Div(body, className="operation-body live")])


def _of() -> html.Span:
    return html.Span(className="operation-total")


def _facts() -> html.Section:
    facts = [
        html.Div(
            [html.Dt(t(label)), html.Dd(UNKNOWN, **{"data-fact": name})], className="contact-fact"
        )
        for name, label in _FACTS.items()
    ]
    return card("asked", t("Who and why"), [html.Dl(facts, className="contact-facts")])


def _skips() -> html.Section:
    heads = (t("Contact"), t("State"), t("Reason"))
    table = html.Table(
        [html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])), html.Tbody()]
    )
    body = [
        html.Ul(className="operation-reasons"),
        html.Div(table, className="operation-skipped", hidden=True),
        html.P(className="operations-said", role="status"),
        html.Button(t("Show more"), type="button", className="quiet operations-next", hidden=True),
    ]
    return card(
        "skips", t("Skipped"), [html.Div(body, className="operation-body")],
        t("Left as they were, and why"),
    )  # fmt: skip
