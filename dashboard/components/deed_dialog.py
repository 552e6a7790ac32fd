"""The dialog in which a deed is looked at before it is done: one for all deeds.

A button carries its deed as JSON in `data-deed`; `assets/js/deed_dialog.js` opens the dialog for
it, shows what a dry run answers, and sends the deed once. The dialog stands in the frame, beside
the pages: nothing live touches it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from dash import html

from dashboard.components.state_mark import states_for_scripts
from dashboard.ids.deeds import DIALOG
from dashboard.texts import t

REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Option:
    """One of several ways; `hint` says what it means."""

    value: Any
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is asked for and sent under its name.

    `kind` is `text` (several lines), `line`, or `choice` (of `options`, the first is chosen). A
    choice whose value is false is not sent.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    hint: str = ""
    options: Sequence[Option] = ()
    longest: int = REASON_LENGTH


@dataclass(frozen=True, slots=True)
class Deed:
    """What a button does once everything is right.

    `title` and `submit` are a verb and its object; in `about` and `title` `{name}` stands for the
    text of the element `name_of`, as it was when the dialog was opened. `confirm` asks for that
    name to be typed. `plan` asks the path with `?dry_run=1` first; then `submit` may have a form
    for each plural with `{n}` in it, and `needs_some` refuses a deed that would change nothing.
    `body` is sent with the fields. `done` is said to those who listen once it is done.
    """

    path: str
    title: str
    submit: str
    about: str = ""
    method: str = "POST"
    fields: Sequence[Field] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    plan: bool = False
    needs_some: bool = False
    confirm: bool = False
    name_of: str = ""
    done: str = ""

    def as_json(self) -> str:
        """The deed as the script reads it."""
        return json.dumps(asdict(self))


def reason(label: str = "") -> Field:
    """The reason that every deed asks for."""
    return Field("reason", label or t("Reason, kept in the audit"))


def deed_attributes(deed: Deed) -> dict[str, str]:
    """What makes a button open the dialog for a deed."""
    return {"data-deed": deed.as_json(), "aria-haspopup": "dialog"}


def deed_button(deed: Deed, label: str, **attributes: Any) -> html.Button:
    """A button that opens the dialog for a deed; `label` ends with an ellipsis, as it only asks."""
    quiet = {"className": "quiet"} | attributes
    return html.Button(label, type="button", **quiet, **deed_attributes(deed))


def deed_dialog() -> html.Div:
    """The dialog, closed, and the line that tells those who listen what was done."""
    return html.Div(
        [_dialog(), html.P(id=f"{DIALOG}-done", className="unseen", role="status")],
        className="deeds",
    )


def _dialog() -> html.Dialog:
    return html.Dialog(
        [
            html.H2(id=f"{DIALOG}-title"),
            html.P(id=f"{DIALOG}-about", className="dialog-about"),
            _plan(),
            html.Form(
                [html.Div(id=f"{DIALOG}-fields", className="deed-fields"), _foot()],
                className="deed-form",
                noValidate=True,
            ),
        ],
        id=DIALOG,
        className="dialog deed",
        role="dialog",
        **{
            "aria-labelledby": f"{DIALOG}-title",
            "aria-describedby": f"{DIALOG}-about",
            "data-texts": json.dumps(_texts()),
            "data-states": states_for_scripts(),
        },
    )


def _plan() -> html.Section:
    """What a dry run answered; filled by the script."""
    return html.Section(
        [
            html.P(className="deed-plan-said", role="status"),
            html.Ul(className="deed-plan-fates"),
            html.P(className="deed-plan-note"),
            html.Button(t("Count again"), type="button", className="quiet deed-again", hidden=True),
        ],
        className="deed-plan",
        hidden=True,
        **{"aria-label": t("What will happen")},
    )


def _foot() -> html.Div:
    return html.Div(
        [
            html.P(id=f"{DIALOG}-error", className="dialog-error", role="alert"),
            html.Div(
                [
                    html.Button(t("Go back"), type="button", className="quiet dialog-cancel"),
                    html.Button(type="submit", className="deed-submit", disabled=True),
                ],
                className="dialog-buttons",
            ),
        ],
        className="deed-foot",
    )


def _texts() -> dict[str, str]:
    return {
        "counting": t("Counting what will happen…"),
        "notCounted": t("It could not be counted what would happen: {reason}"),
        "silent": t("the server does not answer."),
        "nothing": t("Nothing would change: no contact fits."),
        "changed": t("Meanwhile there are more than you were shown. Look again, then go on."),
        "approval": t("A second person has to approve it before it begins."),
        "asOf": t("Counted at {time}."),
        "type": t("Type {name} to go on"),
        "typed": t("This is not the name."),
        "running": t("Asking…"),
        "unknown": t(
            "The server gave no answer, so it is not known whether it was done. "
            "Try again: it is never done twice."
        ),
        "unavailable": t("Nothing was done: {reason} Try again in a moment."),
        "forbidden": t("Nothing was done: your role does not allow it. Ask an administrator."),
        "signedOut": t("Nothing was done: you are signed out. Sign in again."),
        "gone": t("Nothing was done: it does not exist any more."),
        "refused": t("Nothing was done: {reason}"),
        "again": t("Try again"),
        "seeOperation": t("See what is going on"),
        **_fates(),
    }


def _fates() -> dict[str, str]:
    """What becomes of contacts, by fate, and where a kind of deed says it otherwise."""
    return {
        "asked": t("{n} with an operator will be called back, within 30 s"),
        "drains": t("{n} call will be let finish|{n} calls will be let finish"),
        "acw": t("{n} in after-call work is untouched|{n} in after-call work are untouched"),
        "untouched": t("{n} stays as it is|{n} stay as they are"),
        "cancel.moved": t("{n} waiting will be canceled"),
        "cancel.untouched": t("{n} closed stays as it is|{n} closed stay as they are"),
        "remove.moved": t("{n} contact will be removed|{n} contacts will be removed"),
        "remove.drains": t("{n} in a call will be removed after it"),
        "blacklist.moved": t("{n} waiting will be Blacklisted"),
        "lift.moved": t("{n} will return to Initial"),
        "undo.moved": t("{n} will go back to where it was|{n} will go back to where they were"),
    }
