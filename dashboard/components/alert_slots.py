"""The open alerts as a list of prepared lines, so that weeks of alerts never grow the page."""

from dash import html

from dashboard.ids import alert_slots as ids


def alert_slots(prefix: str, n: int) -> html.Div:
    """`n` lines, all hidden until alerts fill them, and what is said of the rest."""
    return html.Div(
        [
            html.Ul([_slot(prefix, number) for number in range(n)], className="alert-list"),
            html.P(id=ids.more(prefix), className="alerts-more live", hidden=True),
            html.P(id=ids.clear(prefix), className="alerts-clear live", hidden=True),
        ],
        className="alert-slots",
    )


def _slot(prefix: str, number: int) -> html.Li:
    def part(name: str, **attributes: str) -> html.Span:
        shown = f"alert-{name}"
        return html.Span(id=ids.part(prefix, number, name), className=shown, **attributes)

    return html.Li(
        [
            part("severity"),
            part("headline"),
            part("detail"),
            part("age", **{"data-since": ""}),
        ],
        id=ids.slot(prefix, number),
        className="alert-slot live",
        hidden=True,
        **{"data-severity": "", "data-status": ""},
    )
