"""`/audit`: who did what, and what was refused."""

import json
from typing import Any

from dash import Dash, html

from dashboard.audit_words import ACTIONS, NOUNS, OUTCOMES, actions, means, roles
from dashboard.components.card import card
from dashboard.components.state_mark import states_for_scripts
from dashboard.ids.audit import AUDIT
from dashboard.texts import t
from data.domain.access import Permission

PATH = "/audit"
TITLE = "Audit"
PERMISSION = Permission.READ_AUDIT

Options = list[tuple[str, str]]


def layout() -> html.Div:
    """The shell of the page; `assets/js/audit.js` fills it."""
    return html.Div(
        [
            html.Div([html.H1(t(TITLE)), _tools()], className="page-head audit-head"),
            html.P(className="audit-chain", role="status"),
            card(
                "entries",
                t("Who did what, newest first"),
                [_bar(), _said(), html.Ol(className="audit-entries"), _more()],
                html.Span(className="audit-zone"),
            ),
        ],
        id=AUDIT,
        className="audit",
        **{
            "data-texts": json.dumps(_texts()),
            "data-actions": json.dumps(actions()),
            "data-means": json.dumps(means()),
            "data-roles": json.dumps(roles()),
            "data-states": states_for_scripts(),
        },
    )


def register(app: Dash, services: Any) -> None:
    """The page asks the API: there is nothing for Dash to call."""


def _tools() -> html.Div:
    exports = [
        html.A(
            t("Export {format}", format=form.upper()),
            href=f"/api/v1/audit/export?format={form}",
            className="quiet audit-export",
            download="",
            **{"data-format": form},
        )
        for form in ("csv", "json")
    ]
    check = html.Button(t("Check the chain"), type="button", className="quiet audit-check")
    return html.Div([check, *exports], className="audit-tools")


def _bar() -> html.Div:
    return html.Div(
        [
            _field("actor", t("Who"), hint=t("Full name")),
            _field("action", t("What"), options=_actions()),
            _field("outcome", t("Outcome"), options=_outcomes()),
            _field("campaign", t("Campaign"), hint=t("Id")),
            _field("contact", t("Contact"), hint=t("Id")),
            _field("operation", t("Operation"), hint=t("Id")),
            _field("from", t("From"), "datetime-local"),
            _field("to", t("To"), "datetime-local"),
            html.Label(
                [_place("each", "checkbox"), t("Each contact of an operation")],
                className="audit-each",
            ),
            html.Button(t("Clear filters"), type="button", className="quiet audit-clear"),
        ],
        className="audit-bar",
        role="search",
        **{"aria-label": t("Filter the audit")},
    )


def _field(
    name: str, label: str, kind: str = "text", hint: str = "", options: Options | None = None
) -> html.Label:
    return html.Label(
        [html.Span(label, className="audit-label"), _place(name, kind, hint, options)],
        className=f"audit-field of-{name}",
    )


def _place(name: str, kind: str, hint: str = "", options: Options | None = None) -> html.Span:
    """Where the script puts an input, or a choice of options."""
    told = {"data-name": name, "data-type": kind, "data-hint": hint}
    return html.Span(
        className="audit-place", **told | {"data-options": json.dumps(options) if options else ""}
    )


def _actions() -> Options:
    """Each noun as a whole, and below it what can be done."""
    found: Options = [("", t("Everything"))]
    for noun, label in NOUNS.items():
        found.append((noun, t(label)))
        own = [action for action in ACTIONS if action.startswith(f"{noun}.")]
        found += [(action, f"\u00a0\u00a0{t(ACTIONS[action])}") for action in own]
    return found


def _outcomes() -> Options:
    return [("", t("Done and refused")), *((code, t(word)) for code, word in OUTCOMES.items())]


def _said() -> html.Div:
    """What stands in place of entries: that they are loading, that there are none, or why not."""
    return html.Div(
        [
            html.P(className="audit-message", role="status"),
            html.Button(t("Try again"), type="button", className="quiet audit-again", hidden=True),
        ],
        className="audit-said",
    )


def _more() -> html.Button:
    return html.Button(t("Show more"), type="button", className="quiet audit-more", hidden=True)


def _texts() -> dict[str, str]:
    return {
        "zone": t("Times in {zone}"),
        "loading": t("Loading…"),
        "searching": t("Searching: {n} found so far."),
        "empty": t("Nothing was done yet. Whatever somebody does or tries is listed here."),
        "none": t("No entry fits these filters."),
        "failed": t("The audit could not be read: {reason}"),
        "offline": t("the server does not answer."),
        "refused": t("Refused"),
        "why": t("Refused: {reason}"),
        "campaign": t("Campaign {id}"),
        "contact": t("Contact {id}"),
        "operation": t("Operation {id}"),
        "eachOf": t("Each contact"),
        "detail": t("Detail"),
        "reason": t("Reason"),
        "entry": t("Entry"),
        "action": t("Action"),
        "version": t("Version of the contact"),
        "before": t("Before"),
        "checking": t("Checking the chain: {n} entries fit so far…"),
        "checked": t("Chain checked: {n} entries, nothing was changed, added or taken away."),
        "broken": t("The chain is broken at entry {id}: it was changed, or one before it is gone."),
        "cut": t("The end of the chain is missing: entries were taken away."),
        "unchecked": t("The chain could not be checked: {reason}"),
    }
