"""The key figures in one line."""

from dash import html

from dashboard import ids
from dashboard.components.help import help_mark
from dashboard.formats import UNKNOWN
from data.domain.metrics import KPIS, Kpi


def figures_line() -> html.Dl:
    """All key figures, unknown until they are filled live."""
    return html.Dl([_figure(kpi) for kpi in KPIS], className="figures")


def _figure(kpi: Kpi) -> html.Div:
    value = ids.kpi(kpi.key)
    return html.Div(
        [
            html.Dt([kpi.label, help_mark(kpi.label, kpi.definition, value)]),
            html.Dd(
                [
                    html.Span(
                        UNKNOWN,
                        id=value,
                        className="live value",
                        **{"data-testid": value, "data-value": ""},
                    ),
                    html.Span(id=ids.kpi_fraction(kpi.key), className="live fraction"),
                ]
            ),
        ],
        className="figure",
    )
