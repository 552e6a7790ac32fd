"""What changed since somebody last looked: filled in by its script, hidden while there is nothing
to be told."""

import json

from dash import html

from dashboard.texts import t


def handover_card() -> html.Section:
    """The card, and the words its script fills it with."""
    return html.Section(
        [
            html.Header([_title(), _seen()], className="card-head"),
            html.Div(className="handover-parts"),
        ],
        id="handover",
        className="card handover",
        hidden=True,
        **{"aria-labelledby": "handover-title", "data-texts": json.dumps(_texts())},
    )


def _title() -> html.H2:
    return html.H2(
        [t("Since you last looked"), " · ", html.Span(className="handover-age")],
        id="handover-title",
    )


def _seen() -> html.Button:
    return html.Button(t("Seen"), type="button", className="quiet handover-seen")


def _texts() -> dict[str, str]:
    return {
        "campaigns": t("Campaigns"),
        "alerts": t("Alerts: {fired} fired, {resolved} over"),
        "shifts": t("Biggest shifts"),
        "noCampaigns": t("No campaign began, paused or ended."),
        "noAlerts": t("No alert fired."),
        "noShifts": t("No rate changed more than by chance."),
        "over": t("over"),
        "open": t("open"),
        "shift": t("{before} → {after}"),
        "failed": t("What changed cannot be told at the moment."),
    }
