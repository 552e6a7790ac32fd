"""The bar of the time machine: which instant is shown, and the ways to another one."""

import json

from dash import dcc, html

from dashboard.formats import UNKNOWN
from dashboard.ids import past as ids
from dashboard.texts import t

# Named by what they do, in seconds.
STEPS = {-3600: "−1 h", -60: "−1 min", 60: "+1 min", 3600: "+1 h"}
SPEEDS = (1, 10, 60)


def time_bar(campaign_id: int) -> html.Section:
    """The bar; `assets/js/past.js` brings it to life."""
    return html.Section(
        [_moment(), _field(), _life(), _deeds(campaign_id), _said()],
        id=ids.BAR,
        className="time-bar",
        **{
            "aria-label": t("Time machine"),
            "data-campaign": str(campaign_id),
            "data-loading": "",
            "data-texts": json.dumps(_texts()),
        },
    )


def _moment() -> html.P:
    """That this is not now, and when it is."""
    badge = html.Strong(t("In the past"), className="past-badge")
    moment = html.Span(UNKNOWN, id=ids.MOMENT, className="past-moment")
    heard = html.Span(className="past-heard unseen", role="status")
    return html.P([badge, " ", moment, heard], className="past-when")


def _field() -> html.Div:
    """Where the script puts the field of date and time."""
    return html.Div(
        className="past-field", **{"data-label": t("Date and time in the campaign's zone")}
    )


def _life() -> html.Div:
    """The whole life of the campaign, with the shape of its moves."""
    shape = html.Div(html.I(), className="past-shape", **{"aria-hidden": "true"})
    slider = html.Div(className="past-slider", **{"data-label": t("Time in the campaign's life")})
    return html.Div([shape, slider], className="past-life")


def _deeds(campaign_id: int) -> html.Div:
    back = dcc.Link(t("Back to live"), href=f"/campaigns/{campaign_id}", className="past-back")
    buttons = html.Div([_steps(), _player()], className="past-buttons")
    return html.Div([buttons, back], className="past-deeds")


def _steps() -> html.Div:
    words = {
        -3600: t("Back one hour"),
        -60: t("Back one minute"),
        60: t("On one minute"),
        3600: t("On one hour"),
    }
    buttons = [
        html.Button(
            label,
            type="button",
            className="past-step",
            **{"data-step": str(seconds), "aria-label": f"{label}: {words[seconds]}"},
        )
        for seconds, label in STEPS.items()
    ]
    return html.Div(
        buttons, className="past-steps", role="group", **{"aria-label": t("Steps in time")}
    )


def _player() -> html.Div:
    icon = html.Span(className="past-icon", **{"aria-hidden": "true"})
    words = [
        html.Span(t("Play"), className="label past-still"),
        html.Span(t("Pause"), className="label past-playing"),
    ]
    play = html.Button([icon, *words], type="button", className="past-play")
    speeds = [
        html.Button(
            f"{speed}×",
            type="button",
            className="past-speed",
            **{"data-speed": str(speed), "aria-pressed": "true" if speed == 60 else "false"},
        )
        for speed in SPEEDS
    ]
    return html.Div(
        [
            play,
            html.Div(
                speeds,
                className="past-speeds",
                role="group",
                **{"aria-label": t("Speed of replay")},
            ),
        ],
        className="past-player",
    )


def _said() -> html.P:
    """What could not be done, and what was done instead; for those who listen, the new time."""
    return html.P(className="past-said", role="status")


def _texts() -> dict[str, str]:
    return {
        "loading": t("Reading the past…"),
        "ahead": t("That lies ahead. This is the newest moment there is."),
        "early": t("The campaign was not there yet. This is where it begins."),
        "unreadable": t("The address holds no time that can be read."),
        "gap": t("Clocks were set forward: {time} did not exist. This is the first moment after."),
        "twice": t("Clocks were set back: {time} came twice. This is the first one;"),
        "second": t("show the second"),
        "minutes": t("Of that time only whole minutes are kept."),
        "end": t("This is the newest moment there is."),
        "failed": t("The past could not be read: {reason}"),
        "offline": t("the server does not answer."),
        "keys": t("Space plays, arrows go one minute, with Shift one hour."),
    }
