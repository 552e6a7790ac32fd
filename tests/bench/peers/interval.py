"""The page that a Dash developer would write first: `python -m tests.bench.peers.interval`.

`dcc.Interval` each second, SQL GROUP BY, whole figures, Dash's own server. It shows a number, a
funnel, bars by state and a line of the last 60 minutes. DATABASE_URL and PORT say where.
"""

import logging
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import plotly.graph_objects as go  # noqa: TID251 - it is what the tutorials show
from dash import Dash, Input, Output, dcc, html
from sqlalchemy import Connection, create_engine, text

from data.domain.states import FUNNEL_STEPS

STATES = text("SELECT state, count(*) FROM contacts WHERE campaign_id = 1 GROUP BY state")
STEPS = text(
    "SELECT funnel_step, count(*) FROM contacts WHERE campaign_id = 1 GROUP BY funnel_step"
)
MINUTES = {
    "postgresql": text("""
      SELECT to_char(at, 'YYYY-MM-DD HH24:MI'), count(*) FROM transitions
      WHERE campaign_id = 1 AND from_state IS NOT NULL AND at > now() - interval '1 hour'
      GROUP BY 1"""),
    "sqlite": text("""
      SELECT strftime('%Y-%m-%d %H:%M', at), count(*) FROM transitions
      WHERE campaign_id = 1 AND from_state IS NOT NULL
        AND at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour')
      GROUP BY 1"""),
}

engine = create_engine(os.environ["DATABASE_URL"])
# Run from the root of a clone: it would take the product's own scripts along.
app = Dash("interval", include_assets_files=False)
app.layout = html.Div(
    [
        html.H1("Campaign 1"),
        html.Div(id="number", **{"data-testid": "count-calling"}),
        html.Div(dcc.Graph(id="funnel"), **{"data-testid": "funnel"}),
        dcc.Graph(id="states"),
        dcc.Graph(id="minutes"),
        dcc.Interval(id="second", interval=1000),
    ]
)


@app.callback(
    Output("number", "children"),
    Output("funnel", "figure"),
    Output("states", "figure"),
    Output("minutes", "figure"),
    Input("second", "n_intervals"),
)
def refresh(_: int | None) -> tuple[str, go.Figure, go.Figure, go.Figure]:
    """All of the page anew."""
    with engine.connect() as connection:
        states = counted(connection, STATES)
        reached = counted(connection, STEPS)
        minutes = counted(connection, MINUTES[engine.dialect.name])
    number = f"{states.get('calling', 0):,}"
    return number, funnel(reached), bars(states), line(minutes)


def counted(connection: Connection, statement: Any) -> dict[Any, int]:
    """The rows of a GROUP BY."""
    return dict(connection.execute(statement).all())


def funnel(reached: dict[int, int]) -> go.Figure:
    """Contacts that reached at least each step."""
    steps = range(len(FUNNEL_STEPS))
    x = [sum(count for step, count in reached.items() if step >= least) for least in steps]
    return go.Figure(go.Funnel(y=list(FUNNEL_STEPS), x=x))


def bars(states: dict[str, int]) -> go.Figure:
    """Contacts by state."""
    return go.Figure(go.Bar(x=list(states), y=list(states.values())))


def line(minutes: dict[str, int]) -> go.Figure:
    """Moves in each of the last 60 minutes."""
    now = datetime.now(UTC)
    x = [f"{now - timedelta(minutes=ago):%Y-%m-%d %H:%M}" for ago in range(59, -1, -1)]
    return go.Figure(go.Scatter(x=x, y=[minutes.get(minute, 0) for minute in x]))


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app.run(host="127.0.0.1", port=os.environ["PORT"], debug=False, threaded=True)
