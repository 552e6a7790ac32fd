"""A part of a page that the browser makes from plain data, by `assets/js/grow.js`.

Hundreds of Dash components that nothing calls back would make a page slow to open. Only `html`
components can stand in such a part.
"""

import json

from dash import html
from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder


def grown(part: Component) -> html.Div:
    """The place of the part; it is there as soon as its place is."""
    tree = json.dumps(part, cls=PlotlyJSONEncoder, separators=(",", ":"))
    return html.Div(className="grown", **{"data-tree": tree})
