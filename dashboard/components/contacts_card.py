"""The table of contacts: a bar of filters and the place of the grid, which is loaded when seen."""

import json
from pathlib import Path

import dash_ag_grid
from dash import html
from dash.fingerprint import build_fingerprint

from dashboard.components.card import card
from dashboard.components.removal import removal_bar
from dashboard.components.state_mark import state_mark, states_for_scripts
from dashboard.courtesy import is_offered
from dashboard.ids import contacts as ids
from dashboard.texts import t
from data.domain.access import Permission
from data.domain.states import EVERY

_SCRIPT = "dash_ag_grid.min.js"

# Registered and served, but on no page until its table is near.
for _file in dash_ag_grid._js_dist:
    _file.pop("async", None)
    _file["dynamic"] = True


def contacts_card(campaign_id: int) -> html.Section:
    """The card of one campaign; `assets/js/contacts.js` brings it to life."""
    choices = [removal_bar(campaign_id)] if is_offered(Permission.REMOVE_CONTACTS) else []
    grid = html.Div(id=ids.GRID_PLACE, className="contacts-grid")
    body = [_bar(), *choices, _said(), grid]
    return card(
        "contacts", t("Contacts"), body, html.Span(className="contacts-count live"),
        id=ids.CONTACTS,
        **{
            "data-campaign": str(campaign_id),
            "data-mark": "",
            "data-zone": "",
            "data-script": _script(),
            "data-states": states_for_scripts(),
            "data-texts": json.dumps(_texts()),
        },
    )  # fmt: skip


def _script() -> str:
    changed = int((Path(dash_ag_grid.__file__).parent / _SCRIPT).stat().st_mtime)
    file = build_fingerprint(_SCRIPT, dash_ag_grid.__version__, changed)  # type: ignore[no-untyped-call]
    return f"/_dash-component-suites/{dash_ag_grid.package_name}/{file}"


def _bar() -> html.Div:
    return html.Div(
        [
            _states(),
            _field("q", t("Search"), t("End of number, name or external id"), wide=True),
            _field("operator", t("Operator"), t("Full name")),
            _range("dwell", t("In state for, e.g. 5 m")),
            _range("attempts", t("Attempts")),
            html.Button(t("Clear filters"), type="button", className="contacts-clear quiet"),
        ],
        className="contacts-bar",
        role="search",
        **{"aria-label": t("Filter contacts")},
    )


def _states() -> html.Div:
    choices = [
        html.Label(
            [
                html.Span(
                    className="contacts-field",
                    **{"data-name": "state", "data-type": "checkbox", "data-choice": state.code},
                ),
                state_mark(state),
            ]
        )
        for state in EVERY
    ]
    return html.Div(
        [
            html.Span(t("State"), className="contacts-label", **{"aria-hidden": "true"}),
            html.Details(
                [
                    html.Summary(html.Span(t("All states"), className="contacts-chosen")),
                    html.Div(
                        [*choices, html.P(t("Those longest in their state come first."))],
                        role="group",
                        **{"aria-label": t("States")},
                    ),
                ],
                className="contacts-states",
            ),
        ],
        className="contacts-choice",
    )


def _field(name: str, label: str, hint: str, *, wide: bool = False) -> html.Label:
    return html.Label(
        [html.Span(label, className="contacts-label"), _input(name, hint)],
        className="contacts-text wide" if wide else "contacts-text",
    )


def _range(name: str, label: str) -> html.Div:
    ends = {"min": t("at least"), "max": t("at most")}
    return html.Div(
        [
            html.Span(label, className="contacts-label"),
            html.Div(
                [_input(f"{end}_{name}", word, f"{label}: {word}") for end, word in ends.items()]
            ),
        ],
        className="contacts-range",
    )


def _input(name: str, hint: str, label: str = "") -> html.Span:
    """Where the script puts an input; one without a label around it brings its name along."""
    told = {"data-name": name, "data-type": "text", "data-hint": hint, "data-label": label}
    return html.Span(className="contacts-field", **told)


def _said() -> html.Div:
    """What stands in place of rows: that they are loading, that there are none, or why not."""
    return html.Div(
        [
            html.P(className="contacts-message", role="status"),
            html.Button(t("Try again"), type="button", className="contacts-again", hidden=True),
        ],
        className="contacts-said",
    )


def _texts() -> dict[str, str]:
    return {
        "count": t("All that fit: {n}"),
        "more": t("More than {n}"),
        "soFar": t("{n} so far"),
        "states": t("{n} states"),
        "allStates": t("All states"),
        "loading": t("Loading contacts…"),
        "searching": t("Searching: {n} found so far."),
        "slow": t("Still searching: {n} found so far. With a state chosen too it is quicker."),
        "none": t("No contact fits these filters."),
        "empty": t("No contacts yet. They appear here as soon as they are loaded."),
        "failed": t("The contacts could not be read: {reason}"),
        "offline": t("the server does not answer."),
        "unreadable": t("Not a length of time: write 90 s, 5 m, 2 h or 3 d."),
        "notWhole": t("Not a whole number."),
        "noName": t("No name"),
        "columns": json.dumps(_columns()),
    }


def _columns() -> dict[str, str]:
    return {
        "name": t("Contact"),
        "phone": t("Phone ends"),
        "state": t("State"),
        "since": t("In state for"),
        "attempts": t("Attempts"),
        "retry_at": t("Retry at"),
        "operator": t("Operator"),
        "reason": t("Reason"),
        "external_id": t("External id"),
        "id": t("Id"),
        "selected": t("Selected"),
    }
