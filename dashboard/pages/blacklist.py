"""`/blacklist`: the numbers that nobody calls; added and lifted by who may."""

import json
from dataclasses import asdict
from typing import Any

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.components.card import card
from dashboard.components.deed_dialog import Deed, reason
from dashboard.courtesy import is_offered
from dashboard.ids import blacklist as ids
from dashboard.texts import t
from data.domain.access import Permission

PATH = "/blacklist"
TITLE = "Blacklist"
PERMISSION = Permission.SEE_CONTACTS
_COLUMNS = ("Number", "Reason", "Added by", "Since", "Source")


def layout() -> html.Div:
    """The shell of the page; `assets/js/blacklist.js` fills it."""
    may_change = is_offered(Permission.CHANGE_BLACKLIST)
    body = [_bar(), _said(), _table(), _more()]
    window = html.Span(className="blacklist-zone")
    return html.Div(
        [
            html.Div(
                [html.H1(t("Blacklist")), *([_add()] if may_change else [])],
                className="page-head",
            ),
            card("blacklist", t("Numbers that nobody calls"), body, window),
        ],
        id=ids.PAGE,
        className="blacklist",
        **{
            "data-texts": json.dumps(_texts()),
            "data-add": _told(_adding()) if may_change else "",
            "data-lift": _told(_lifting()) if may_change else "",
        },
    )


def register(app: Dash, services: Any) -> None:
    """The page asks the API: there is nothing for Dash to call."""


def _add() -> html.Form:
    return html.Form(
        [
            html.Label(
                [
                    html.Span(t("Phone number"), className="contacts-label"),
                    html.Span(className="blacklist-field", **{"data-name": "phone"}),
                ]
            ),
            html.Button(t("Blacklist number…"), type="submit", **{"aria-haspopup": "dialog"}),
            html.P(className="blacklist-wrong", role="alert"),
        ],
        id=ids.ADD,
        className="blacklist-add",
        **{"aria-label": t("Put a number on the blacklist")},
    )


def _bar() -> html.Div:
    hint = t("End of number, reason or person")
    return html.Div(
        [
            html.Label(
                [
                    html.Span(t("Search"), className="contacts-label"),
                    html.Span(className="blacklist-field", **{"data-name": "q", "data-hint": hint}),
                ],
                className="contacts-text wide",
            ),
            html.Label(
                [
                    html.Span(className="blacklist-field", **{"data-name": "lifted"}),
                    t("Show lifted ones"),
                ],
                className="blacklist-lifted",
            ),
        ],
        className="contacts-bar",
        role="search",
        **{"aria-label": t("Search the blacklist")},
    )


def _said() -> html.Div:
    """What stands in place of entries: that they are loading, that there are none, or why not."""
    return html.Div(
        [
            html.P(className="blacklist-message", role="status"),
            html.Button(
                t("Try again"), type="button", className="quiet blacklist-again", hidden=True
            ),
        ],
        className="blacklist-said",
    )


def _table() -> html.Table:
    heads: list[Component] = [html.Th(t(column), scope="col") for column in _COLUMNS]
    deed = html.Th(html.Span(t("What can be done"), className="unseen"), scope="col")
    return html.Table(
        [html.Thead(html.Tr([*heads, deed])), html.Tbody()],
        className="blacklist-entries",
        hidden=True,
        **{"aria-label": t("Numbers that nobody calls")},
    )


def _more() -> html.Button:
    return html.Button(t("Show more"), type="button", className="quiet blacklist-more", hidden=True)


def _adding() -> Deed:
    return Deed(
        "/api/v1/blacklist",
        title=t("Put a number on the blacklist"),
        submit=t("Blacklist number"),
        fields=(reason(),),
        plan=True,
        done=t("The number is on the blacklist."),
    )


def _lifting() -> Deed:
    return Deed(
        "/api/v1/blacklist/{id}",
        title=t("Lift from the blacklist"),
        submit=t("Lift from the blacklist"),
        method="DELETE",
        fields=(reason(),),
        plan=True,
        done=t("The number may be called again."),
    )


def _told(deed: Deed) -> str:
    return json.dumps(asdict(deed))


def _texts() -> dict[str, str]:
    return {
        "zone": t("Times in {zone}"),
        "loading": t("Loading the blacklist…"),
        "empty": t("Nobody is on the blacklist. Who asks not to be called is put here."),
        "none": t("No entry fits this search."),
        "failed": t("The blacklist could not be read: {reason}"),
        "offline": t("the server does not answer."),
        "missing": t("Write the number first."),
        "erased": t("of an erased person"),
        "lift": t("Lift…"),
        "liftNumber": t("Lift {number} from the blacklist"),
        "lifted": t("Lifted by {name}, {time}: {reason}"),
        "columns": json.dumps([t(column) for column in _COLUMNS]),
        "manual": t("by hand"),
        "api": t("by a program"),
        "erasure": t("erasure"),
    }
