"""Reports that come by themselves, as a card: `assets/js/schedules.js` fills it."""

import json
from dataclasses import asdict
from typing import Any

from dash import html

from dashboard.components.deed_dialog import Deed, reason
from dashboard.ids.schedules import SCHEDULES
from dashboard.texts import t
from data.reports.kinds import KINDS


def schedules_card() -> html.Section:
    """The card, for whoever may export reports."""
    return html.Section(
        [
            html.Header([_title(), _add()], className="card-head"),
            _said(),
            html.P(
                t("No report comes by itself yet. Add a schedule, and its files will stand here."),
                className="schedules-none",
                hidden=True,
            ),
            html.Ul(className="schedules-list"),
            html.Details(
                [html.Summary(), html.Ul(className="schedules-list schedules-ended-list")],
                className="schedules-ended",
                hidden=True,
            ),
            _dialog(),
        ],
        id=SCHEDULES,
        className="card schedules",
        **{
            "aria-labelledby": f"{SCHEDULES}-title",
            "data-state": "loading",
            "data-texts": json.dumps(_texts()),
            "data-kinds": json.dumps(_kinds()),
            "data-deed": json.dumps(asdict(_end())),
        },
    )


def _title() -> html.H2:
    return html.H2(t("Reports that come by themselves"), id=f"{SCHEDULES}-title")


def _add() -> html.Button:
    dialog = {"aria-haspopup": "dialog"}
    return html.Button(
        t("Add a schedule…"), type="button", className="quiet schedules-add", **dialog
    )


def _said() -> html.Div:
    """What stands there while nothing can be shown: that it is loading, or why not."""
    return html.Div(
        [
            html.P(t("Loading…"), className="schedules-said", role="status"),
            html.Button(t("Try again"), type="button", className="quiet schedules-again"),
        ],
        className="schedules-message",
    )


def _dialog() -> html.Dialog:
    return html.Dialog(
        [
            html.H2(t("Add a schedule"), id=f"{SCHEDULES}-dialog-title"),
            html.Form(
                [html.Div(className="deed-fields"), _foot()],
                className="deed-form",
                noValidate=True,
            ),
        ],
        className="dialog deed schedule-dialog",
        role="dialog",
        **{"aria-labelledby": f"{SCHEDULES}-dialog-title"},
    )


def _foot() -> html.Div:
    buttons = [
        html.Button(t("Go back"), type="button", className="quiet dialog-cancel"),
        html.Button(t("Add the schedule"), type="submit", className="deed-submit", disabled=True),
    ]
    error = html.P(className="dialog-error", role="alert")
    return html.Div([error, html.Div(buttons, className="dialog-buttons")], className="deed-foot")


def _end() -> Deed:
    return Deed(
        "", t("End {name}"), t("End the schedule"),
        about=t("No report comes any more. The files that are there stay for 90 days."),
        method="DELETE", fields=[reason()], done=t("It is done."),
    )  # fmt: skip


def _kinds() -> list[dict[str, Any]]:
    return [
        {
            "key": kind.key,
            "title": t(kind.title),
            "tells": t(kind.tells),
            "formats": [format.value for format in kind.formats],
        }
        for kind in KINDS.values()
    ]


def _texts() -> dict[str, str]:
    return {**_states(), **_facts(), **_form()}


def _states() -> dict[str, str]:
    return {
        "unread": t("The schedules could not be read: {reason}"),
        "offline": t("the server does not answer."),
        "done": t("Written"),
        "waiting": t("Waits to be written"),
        "writing": t("Is being written"),
        "late": t("Came late"),
        "failed": t("Failed"),
        "overdue": t("Overdue"),
        "unsent": t("Not sent"),
        "stopped": t("Stopped"),
        "ended": t("Ended"),
        "none": t("No report yet"),
        "skipped": t("{n} before it were not made up for."),
        "notSent": t("{receiver} did not take it: {reason} It is tried again."),
        "unknown": t("no reason is known."),
        "removed": t("the file is not kept any more"),
        "endedCount": t("Ended: {n}"),
    }


def _facts() -> dict[str, str]:
    return {
        "day": t("Daily at {time}"),
        "week": t("Weekly, {day} at {time}"),
        "month": t("Monthly, on day {day} at {time}"),
        "lastDay": t("Monthly, on the last day at {time}"),
        "here": t("{time} here"),
        "next": t("Next"),
        "last": t("Last"),
        "files": t("All files"),
        "older": t("Older ones"),
        "end": t("End…"),
        "all": t("all campaigns"),
        "some": t("campaigns {ids}"),
        "to": t("to {names}"),
        "by": t("made by {name}"),
        "rows": t("{n} rows"),
        "written": t("written {time}"),
        "sent": t("sent to {receiver} {time}"),
        "webhook": t("webhook"),
        "apprise": t("mail and chat"),
    }


def _form() -> dict[str, str]:
    return {
        "name": t("Name"),
        "kind": t("What it tells"),
        "format": t("Format"),
        "campaigns": t("Campaigns"),
        "allSeen": t("All that you see at that time"),
        "these": t("Only these"),
        "find": t("Find a campaign"),
        "noCampaigns": t("The campaigns could not be read: close this and try again."),
        "every": t("How often"),
        "everyDay": t("Daily"),
        "everyWeek": t("Weekly"),
        "everyMonth": t("Monthly"),
        "dayLabel": t("Day"),
        "theLast": t("the last"),
        "time": t("Time"),
        "zone": t("Time zone"),
        "covers.day": t("Each report covers the whole day before."),
        "covers.week": t("Each report covers the seven whole days before."),
        "covers.month": t(
            "Each report covers the whole calendar month before. "
            "A month that has not the day takes its last one."
        ),
        "receivers": t("Send it to"),
        "noReceivers": t(
            "The files wait here for 90 days. To have them sent too, an administrator sets "
            "REPORT_WEBHOOK_URL or REPORT_APPRISE_URLS."
        ),
        "add": t("Add the schedule"),
        "asking": t("Asking…"),
        "refused": t("Nothing was added: {reason}"),
    }
