"""The wall's key figures: which ones, for which campaigns, and their places."""

from dataclasses import dataclass

from dash import html

from dashboard import ids
from dashboard.formats import UNKNOWN
from dashboard.ids import wall
from dashboard.texts import t


@dataclass(frozen=True, slots=True)
class Tile:
    """One key figure on the wall; `modes` None is for campaigns of every mode."""

    key: str
    label: str
    modes: tuple[str, ...] | None = None

    def is_for(self, mode: str) -> bool:
        """Whether a campaign of the mode has this tile."""
        return self.modes is None or mode in self.modes


_WITH_OPERATOR = ("preview", "progressive")

TILES: tuple[Tile, ...] = (
    Tile("success", "Success"),
    Tile("in_call", "In a call"),
    Tile("clients_waiting", "Clients waiting", ("predictive",)),
    Tile("abandonment_24h", "Abandoned, 24 h", ("predictive",)),
    Tile("connect_rate", "Connect rate", _WITH_OPERATOR),
    Tile("closed_per_minute", "Closed / min", _WITH_OPERATOR),
    Tile("left", "Left"),
)


def figures() -> html.Dl:
    """All tiles; those that mean nothing for a campaign are hidden live."""
    return html.Dl([_tile(tile) for tile in TILES], id=wall.FIGURES, className="wall-figures")


def _tile(tile: Tile) -> html.Div:
    value = ids.kpi(tile.key)
    return html.Div(
        [
            html.Dt(t(tile.label)),
            html.Dd(
                UNKNOWN,
                id=value,
                className="live value",
                **{"data-testid": value, "data-value": ""},
            ),
            html.Dd(id=wall.beside(tile.key), className="live beside", **{"data-over": "no"}),
        ],
        id=wall.figure(tile.key),
        className=f"wall-figure wall-figure-{tile.key}",
    )
