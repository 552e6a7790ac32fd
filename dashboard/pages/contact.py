"""`/campaigns/<id>/contacts/<id>`: one contact, and all that happened to it."""

import json
from typing import Any

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.components.card import card
from dashboard.components.deed_dialog import Deed, deed_button, reason
from dashboard.components.notice import notice
from dashboard.components.state_mark import states_for_scripts
from dashboard.courtesy import is_offered
from dashboard.formats import UNKNOWN
from dashboard.ids import contacts as ids
from dashboard.texts import t
from data.domain.access import Permission

PATH = (
    "/campaigns/<int(max=999999999999999999):campaign_id>"
    "/contacts/<int(max=999999999999999999):contact_id>"
)
TITLE = "Contact"
PERMISSION = Permission.SEE_CONTACTS
_FACTS = {
    "phone": "Phone ends",
    "state": "State",
    "since": "In state for",
    "attempts": "Attempts",
    "operator": "Operator",
    "retry_at": "Retry at",
    "reason": "Reason",
    "external_id": "External id",
}


def layout(campaign_id: int, contact_id: int) -> html.Div:
    """The shell of the page; `assets/js/contact.js` fills it."""
    return html.Div(
        [
            _way_back(campaign_id),
            _none(campaign_id, contact_id),
            html.Div(
                [_head(contact_id), _facts(contact_id), _history()],
                id=ids.CONTACT,
                **{
                    "data-mark": "",
                    "data-zone": "",
                    "data-contact": str(contact_id),
                    "data-campaign": str(campaign_id),
                    "data-states": states_for_scripts(),
                    "data-texts": json.dumps(_texts()),
                },
            ),
        ],
        className="contact",
        **{"data-stream": f"/live/campaigns/{campaign_id}/contacts/{contact_id}"},
    )


def register(app: Dash, services: Any) -> None:
    """Nothing to click that the server would hear."""


def _way_back(campaign_id: int) -> html.Nav:
    title = t("Campaign {id}", id=campaign_id)
    return html.Nav(
        [
            dcc.Link(html.Bdi(title, id=ids.CONTACT_CAMPAIGN), href=f"/campaigns/{campaign_id}"),
            html.Span("/", **{"aria-hidden": "true"}),
            dcc.Link(t("Contacts"), href=f"/campaigns/{campaign_id}#contacts"),
        ],
        className="way-back",
        **{"aria-label": t("Way back")},
    )


def _head(contact_id: int) -> html.Div:
    return html.Div(
        [
            html.H1(t("Contact {id}", id=contact_id), className="contact-name"),
            html.P(t("Contact {id}", id=contact_id), className="facts contact-id"),
            *_erase(contact_id),
        ],
        className="page-head",
    )


def _erase(contact_id: int) -> list[Component]:
    if not is_offered(Permission.REMOVE_CONTACTS):
        return []
    deed = Deed(
        f"/api/v1/contacts/{contact_id}/erase",
        title=t("Erase this person"),
        about=t(
            "Number, name and external id are blanked for good; what happened stays, and so do all"
            " counts. Nobody calls the number again. This cannot be undone."
        ),
        submit=t("Erase person"),
        fields=(reason(),),
        done=t("The person is erased."),
    )
    return [deed_button(deed, t("Erase person…"), className="head-deed contact-erase")]


def _facts(contact_id: int) -> html.Dl:
    facts = [
        html.Div(
            [
                html.Dt(t(label)),
                html.Dd(UNKNOWN, className="live", **{"data-fact": key}),
                *(_reveal(contact_id) if key == "phone" else ()),
            ],
            className=f"contact-fact fact-{key}",
        )
        for key, label in _FACTS.items()
    ]
    return html.Dl(facts, className="contact-facts card")


def _reveal(contact_id: int) -> list[Component]:
    """Where the number is told for a while; the script puts it there and takes it away."""
    if not is_offered(Permission.REVEAL_PHONE):
        return []
    deed = Deed(
        f"/api/v1/contacts/{contact_id}/reveal",
        title=t("Reveal the phone number"),
        about=t("It is shown for 30 seconds. Who saw it and why is kept in the audit."),
        submit=t("Reveal number"),
        fields=(reason(),),
        done=t("The number is shown."),
    )
    shown = html.Span(className="contact-revealed", hidden=True)
    button = deed_button(deed, t("Reveal number…"), className="quiet contact-reveal")
    return [html.Dd([shown, button])]


def _history() -> html.Section:
    body = [
        html.P(className="contact-message", role="status"),
        html.Ol(className="timeline"),
        html.Button(t("Show earlier moves"), type="button", className="contact-more quiet"),
    ]
    window = html.Span(className="contact-zone")
    return card("history", t("What happened, newest first"), body, window)


def _none(campaign_id: int, contact_id: int) -> html.Div:
    return notice(
        t("There is no contact {id} in this campaign", id=contact_id),
        [
            html.P(t("It was deleted, it belongs to another campaign, or the address is wrong.")),
            html.P(
                dcc.Link(
                    t("See the contacts of the campaign"),
                    href=f"/campaigns/{campaign_id}#contacts",
                )
            ),
        ],
        id=ids.CONTACT_NONE,
        hidden=True,
        is_page=True,
    )


def _texts() -> dict[str, str]:
    return {
        "zone": t("Times in {zone}"),
        "noName": t("No name"),
        "none": t("none"),
        "attempt": t("attempt {n}"),
        "operator": t("operator {name}"),
        "dialer": t("by the dialer"),
        "operation": t("by operation {id}"),
        "deleted": t("Deleted"),
        "unexpected": t("Unexpected move: from {from} nobody expects it"),
        "tolerated": t("Unusual move"),
        "loaded": t("Unexpected: nobody expects a new contact in this state"),
        "failed": t("The contact could not be read: {reason}"),
        "offline": t("the server does not answer."),
        "loading": t("Loading…"),
        "gone": t("Single moves before {day} are not kept any more."),
        "shown": t("Shown for {seconds} s"),
    }
