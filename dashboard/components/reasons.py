"""Why nothing is moving, as prepared lines."""

from dash import html

from dashboard.ids import campaign as ids
from dashboard.texts import t

LINES = 4


def reasons() -> html.Section:
    """Hidden until nothing moves; the reasons are filled live, the weightiest first."""
    lines = [html.Li(id=ids.reason(number), hidden=True) for number in range(LINES)]
    return html.Section(
        [html.H2(t("Why is nothing moving?"), id="card-still"), html.Ol(lines, className="live")],
        id=ids.STILL,
        className="card card-still",
        hidden=True,
        **{"aria-labelledby": "card-still"},
    )
