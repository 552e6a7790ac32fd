"""Places for open alerts, filled and emptied live."""

from dash import html


def alert_slots(prefix: str, n: int) -> html.Ul:
    """`n` places, hidden until there is an alert for them."""
    return html.Ul([_slot(f"{prefix}-{number}") for number in range(n)], className="alerts")


def _slot(id: str) -> html.Li:
    return html.Li(
        [
            html.Span(className="alert-mark", **{"aria-hidden": "true"}),
            html.Span(id=f"{id}-severity", className="alert-severity"),
            html.Span(id=f"{id}-text", className="alert-text"),
            html.Span(id=f"{id}-age", className="alert-age", **{"data-since": ""}),
        ],
        id=id,
        className="alert",
        hidden=True,
        **{"data-testid": "alert", "data-severity": "", "data-campaign": "", "data-state": ""},
    )
