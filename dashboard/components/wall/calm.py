"""What a wall shows while no campaign is in progress."""

from dash import html

from dashboard.ids import wall as ids
from dashboard.texts import t


def calm() -> html.Section:
    """That there is none, which one was the last, and which one may be the next."""
    return html.Section(
        [
            html.H2(t("No campaign is in progress"), className="of-all"),
            html.H2(t("None of this wall's campaigns is in progress"), className="of-chosen"),
            html.P(t("The next one that starts is shown here at once.")),
            html.Dl([_fact(ids.CALM_LAST), _fact(ids.CALM_NEXT)]),
        ],
        id=ids.CALM,
        className="wall-calm",
        hidden=True,
    )


def _fact(id: str) -> html.Div:
    return html.Div(
        [
            html.Dt(id=ids.about(id)),
            html.Dd(html.Bdi(id=id)),
            html.Dd(id=ids.details(id), className="details"),
        ],
        id=ids.fact(id),
        hidden=True,
    )
