"""A `?` that explains what it stands beside, for the pointer, the keyboard and a screen reader."""

from dash import html

from dashboard.texts import t


def help_mark(about: str, text: str, key: str) -> html.Span:
    """The mark with its text; `key` is unique on the page."""
    tip = f"help-{key}"
    labels = {"aria-label": t("What is {about}?", about=about), "aria-describedby": tip}
    return html.Span(
        [
            html.Button("?", className="help-mark", type="button", **labels),
            html.Span(text, id=tip, className="help-text", role="tooltip"),
        ],
        className="help",
    )
