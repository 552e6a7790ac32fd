"""The limits that hold where a campaign has set none of its own."""

from dash import html

from dashboard import formats
from dashboard.alert_words import subject_word
from dashboard.texts import t
from data.domain.snapshot import Campaign, CampaignView
from data.domain.states import MODES
from data.domain.thresholds import THRESHOLDS, Threshold

_NOBODY = CampaignView(
    Campaign(0, None, MODES[0], "", "", None, "UTC", None, None, None)
)  # without a countdown and without calls
_NOTES = {
    "bcw": "without a countdown; else the countdown and 10 s, and 60 s",
    "call_in_progress": "or 3 and 6 times the campaign's own 95th percentile",
}


def limits_table() -> html.Table:
    """One row for each threshold."""
    heads = ("What", "Campaigns", "Warning from", "Critical from", "Counted")
    head = html.Tr([html.Th(t(text), scope="col") for text in heads])
    return html.Table(
        [html.Thead(head), html.Tbody([_row(row) for row in THRESHOLDS])], className="limits"
    )


def _row(row: Threshold) -> html.Tr:
    limits = row.limits(_NOBODY)
    modes = t("all") if row.modes == MODES else ", ".join(formats.words(m) for m in row.modes)
    note = _NOTES.get(row.subject)
    measured = t(row.measured) + (f"; {t(note)}" if note else "")
    return html.Tr(
        [
            html.Th(subject_word(row.subject), scope="row"),
            html.Td(modes),
            html.Td(formats.length(limits.warn), className="number"),
            html.Td(formats.length(limits.critical), className="number"),
            html.Td(measured, className="measured"),
        ]
    )
