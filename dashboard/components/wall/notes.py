"""Small words about the screen itself: wishes in its address that cannot be met."""

from collections.abc import Mapping

from dash import html

from dashboard.texts import t

NOTES: Mapping[str, str] = {
    "rotate": "rotate is a number of seconds from 5 to 3600. 20 is used.",
    "theme": "theme is dark or light. Dark is used.",
    "lang": "lang is en or cs.",
    "campaigns": "campaigns is numbers with commas between. All are shown.",
    "sound": "sound is on, or left out. It is off.",
    "silent": "Sound is blocked by the browser: click once anywhere.",
}


def notes() -> html.Div:
    """All of them; the one that is true is shown by `assets/js/wall.js`."""
    items = [html.Li(t(text), hidden=True, **{"data-note": key}) for key, text in NOTES.items()]
    return html.Div(html.Ul(items, className="wall-notes"), role="status")
