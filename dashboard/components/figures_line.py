"""The key figures: the few that matter in one line, the others in a quieter card."""

from collections.abc import Sequence

from dash import html

from dashboard import ids
from dashboard.components.help import help_mark
from dashboard.formats import UNKNOWN
from dashboard.ids import campaign as campaign_ids
from dashboard.texts import t
from data.domain import finish
from data.domain.metrics import KPIS

FIRST = (
    "success", "in_call", "clients_waiting", "connect_rate", "abandonment_24h",
    "closed_per_minute", "left", campaign_ids.FINISH,
)  # fmt: skip
_WORDS = {kpi.key: (kpi.label, kpi.definition) for kpi in KPIS} | {
    campaign_ids.FINISH: ("Time to finish", finish.DEFINITION)
}
OTHERS = tuple(key for key in _WORDS if key not in FIRST)


def figures_line() -> html.Dl:
    """The few that matter, unknown until they are filled live."""
    return _figures(FIRST, "figures")


def other_figures() -> html.Dl:
    """All the others."""
    return _figures(OTHERS, "figures quiet")


def _figures(keys: Sequence[str], class_name: str) -> html.Dl:
    return html.Dl([_figure(key, *_WORDS[key]) for key in keys], className=class_name)


def _figure(key: str, label: str, definition: str) -> html.Div:
    value = ids.kpi(key)
    return html.Div(
        [
            html.Dt([t(label), help_mark(t(label), t(definition), value)]),
            html.Dd(
                [
                    html.Span(
                        UNKNOWN,
                        id=value,
                        className="live value",
                        **{"data-testid": value, "data-value": ""},
                    ),
                    html.Span(id=ids.kpi_fraction(key), className="live fraction"),
                ]
            ),
        ],
        id=campaign_ids.figure(key),
        className="figure",
    )
