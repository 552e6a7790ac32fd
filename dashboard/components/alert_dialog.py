"""The dialog in which an alert is taken up or snoozed. Live updates do not touch it."""

from dash import html

from dashboard.ids.alerts import DIALOG
from dashboard.texts import t

NOTE_LENGTH = 500
TOMORROW = "tomorrow"
_TERMS = {
    "": "As long as it is open",
    "15": "15 minutes",
    "60": "1 hour",
    TOMORROW: "Until tomorrow, 6:00",
}


def alert_dialog() -> html.Dialog:
    """The dialog, closed; its words for what may happen stand on it for the script."""
    return html.Dialog(
        [
            html.H2(t("Acknowledge"), id=f"{DIALOG}-title"),
            html.P(id=f"{DIALOG}-about", className="dialog-about"),
            html.Label(
                [html.Span(t("Note, for whoever looks next")), _note()],
                className="dialog-note",
                htmlFor=f"{DIALOG}-note",
            ),
            html.Div(
                [
                    html.Span(t("Be quiet about it"), id=f"{DIALOG}-term"),
                    html.Div([_term(*row) for row in _TERMS.items()], className="dialog-terms"),
                ],
                role="radiogroup",
                **{"aria-labelledby": f"{DIALOG}-term"},
            ),
            html.P(id=f"{DIALOG}-error", className="dialog-error", role="alert"),
            html.Div(
                [
                    html.Button(t("Cancel"), type="button", className="quiet dialog-cancel"),
                    html.Button(t("Acknowledge"), type="button", className="dialog-submit"),
                ],
                className="dialog-buttons",
            ),
        ],
        id=DIALOG,
        className="dialog",
        role="dialog",
        **{
            "aria-labelledby": f"{DIALOG}-title",
            "aria-describedby": f"{DIALOG}-about",
            "data-acknowledge": t("Acknowledge"),
            "data-snooze": t("Snooze"),
            "data-over": t("It is over already: there is nothing left to do."),
            "data-failed": t("It was not done: the server gave no answer. Try again."),
        },
    )


def _note() -> html.Textarea:
    return html.Textarea(
        id=f"{DIALOG}-note", rows=2, maxLength=NOTE_LENGTH, autoComplete="off", spellCheck="true"
    )


def _term(value: str, label: str) -> html.Button:
    return html.Button(
        t(label),
        type="button",
        role="radio",
        **{"data-term": value, "aria-checked": "false"},
    )
