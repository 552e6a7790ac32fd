"""`/reports`: what managers take away."""

import json
from typing import Any

from dash import Dash, html

from dashboard.components.card import card
from dashboard.components.schedules import schedules_card
from dashboard.components.state_mark import states_for_scripts
from dashboard.ids.reports import REPORTS
from dashboard.texts import LANGUAGES, NAMES, language, t
from data.domain.access import Permission

PATH = "/reports"
TITLE = "Reports"
PERMISSION = Permission.EXPORT_REPORTS


def layout() -> html.Div:
    """The shell of the page; `assets/js/reports.js` fills it."""
    return html.Div(
        [
            html.Div(html.H1(t(TITLE)), className="page-head"),
            html.Div([_form(), _preview()], className="reports-desk"),
            schedules_card(),
        ],
        id=REPORTS,
        className="reports",
        **{
            "data-state": "loading",
            "data-texts": json.dumps(_texts()),
            "data-states": states_for_scripts(),
            "data-languages": json.dumps([[code, NAMES[code]] for code in LANGUAGES]),
            "data-language": language(),
        },
    )


def register(app: Dash, services: Any) -> None:
    """The page asks the API: there is nothing for Dash to call."""


def _form() -> html.Section:
    return card(
        "report",
        t("Download a report"),
        [
            html.Div(
                [_place("kind"), html.Div([_place(name) for name in _SPAN], className="of-span")],
                className="reports-form",
                role="group",
                **{"aria-label": t("What the report is about")},
            ),
            html.Div(
                [
                    *(_place(name) for name in _FILE),
                    html.A(t("Download"), className="reports-download", href="#"),
                    html.P(className="reports-expected", role="status"),
                ],
                className="reports-actions",
            ),
            html.Ul(className="reports-runs", hidden=True, **{"aria-label": t("On their way")}),
            html.P(className="reports-said", role="status"),
        ],
    )


_SPAN = ("campaign", "range", "from", "to", "tz", "state")
_FILE = ("format", "lang")


def _place(name: str) -> html.Div:
    """Where the script puts a field, and what is wrong with it."""
    return html.Div(className=f"reports-field of-{name}", **{"data-field": name})


def _preview() -> html.Section:
    return card(
        "preview",
        t("The first rows"),
        [
            html.Div(
                [
                    html.P(className="reports-message", role="status"),
                    html.Button(
                        t("Try again"), type="button", className="quiet reports-again", hidden=True
                    ),
                ],
                className="reports-none",
            ),
            html.Div(
                className="reports-rows",
                tabIndex=0,
                role="region",
                hidden=True,
                **{"aria-label": t("Rows of the report")},
            ),
        ],
        html.Span(className="reports-asof"),
    )


def _texts() -> dict[str, str]:
    return {
        "kind": t("Report"),
        "campaign": t("Campaigns"),
        "range": t("Span"),
        "from": t("From"),
        "to": t("Up to, not included"),
        "tz": t("Time zone"),
        "state": t("States"),
        "format": t("File"),
        "lang": t("Language"),
        "own": t("From … up to …"),
        "allCampaigns": t("All campaigns"),
        "allStates": t("All states"),
        "campaigns": t("{n} campaigns"),
        "states": t("{n} states"),
        "find": t("Find a campaign"),
        "noCampaign": t("There is no campaign yet."),
        "notFound": t("No campaign has such a name."),
        "unknown": t("Campaign {id}"),
        "loading": t("Loading…"),
        "empty": t("No row: nothing of this kind happened in this time."),
        "failed": t("The preview could not be made: {reason}"),
        "offline": t("the server does not answer."),
        "wrong": t("Mend what is marked, then the report can be had."),
        "rows": t("{n} rows"),
        "least": t("{n} rows or more"),
        "first": t("the first {n} of {rows}"),
        "asOf": t("as of {time}, {zone}"),
        "writing": t("{report}, {format}: {n} rows so far"),
        "whose": t("{who}: {what}"),
        "done": t("{report}, {format}: done, {n} rows"),
        "stopped": t("{report}, {format}: stopped. What was saved of it is not whole."),
        "broken": t("{report}, {format}: failed. {reason}"),
        "stop": t("Stop"),
        "stopOf": t("Stop {report}"),
        "unstopped": t("It could not be stopped: {reason}"),
        "busy": t("A report of yours is on its way already: wait for it, or stop it."),
        "unbegun": t("The download did not begin: {reason}"),
        "silent": t("nothing came of it."),
        "choose": t("Take {time}"),
    }
