"""What removes contacts: the rows that are chosen, or all that match the filter shown."""

import json

from dash import html

from dashboard import ids
from dashboard.components.deed_dialog import Deed, Field, Option, reason
from dashboard.texts import t


def removal_bar(campaign_id: int) -> html.Div:
    """The line above the table; `assets/js/contacts_choice.js` fills it with what is chosen."""
    return html.Div(
        [
            html.Span(className="chosen-said", role="status"),
            html.Button(
                t("Choose none"), type="button", className="quiet chosen-none", hidden=True
            ),
            html.Button(
                t("Remove all that match…"),
                type="button",
                className="quiet chosen-remove",
                **{"data-testid": "remove-contacts", "aria-haspopup": "dialog"},
            ),
        ],
        className="contacts-choices",
        **{
            "data-removal": _deed(campaign_id).as_json(),
            "data-words": json.dumps(_words()),
        },
    )


def _deed(campaign_id: int) -> Deed:
    return Deed(
        f"/api/v1/campaigns/{campaign_id}/contacts/remove",
        title=t("Remove contacts"),
        submit=t("Remove {n} contact|Remove {n} contacts"),
        fields=(_history(), reason()),
        plan=True,
        needs_some=True,
        name_of=ids.CAMPAIGN_NAME,
        done=t("Contacts of “{name}” are being removed."),
    )


def _history() -> Field:
    keep = Option(
        False, t("Keep the person"), t("Name, number and history stay. It can be undone.")
    )
    erase = Option(
        True,
        t("Erase the person"),
        t("Name and number are gone for good, counts stay. It cannot be undone."),
    )
    return Field("erase", t("What becomes of the person"), "choice", options=(keep, erase))


def _words() -> dict[str, str]:
    return {
        "chosen": t("{n} selected"),
        "removeChosen": t("Remove {n} contact…|Remove {n} contacts…"),
        "removeAll": t("Remove all {n} that match…"),
        "removeMatching": t("Remove all that match…"),
        "aboutChosen": t("{n} selected in “{name}”. Contacts in a call are removed after it."),
        "aboutMatching": t(
            "All in “{name}” that match: {filter}. Contacts in a call are removed after it."
        ),
        "aboutAll": t("All contacts of “{name}”. Contacts in a call are removed after it."),
        "state": t("State"),
        "q": t("Search"),
        "operator": t("Operator"),
        "min_dwell": t("in state for at least"),
        "max_dwell": t("in state for at most"),
        "min_attempts": t("attempts at least"),
        "max_attempts": t("attempts at most"),
    }
