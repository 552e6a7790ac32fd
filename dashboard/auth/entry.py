"""The pages in front of the door: plain, with nothing on them but what a stranger may have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlencode

from flask import Flask, Response, request

from dashboard.bundle import Bundle, bundle, serve
from dashboard.texts import LANGUAGES, NAMES, language
from data.settings import ROOT

_OWN = ROOT / "assets" / "entry"
STYLES = bundle([ROOT / "assets" / "00-base.css", _OWN / "entry.css"], ".css")
SCRIPT = bundle([_OWN / "wall_entry.js"], ".js")

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{title}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="{styles}">
    {head}
  </head>
  <body>
    <main>
      <h1>{title}</h1>
      {body}
    </main>
    <footer>{languages}</footer>
  </body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands on one of them; `body` and `head` are HTML, whose values are escaped already."""

    title: str
    body: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    head: str = ""


def register(server: Flask) -> None:
    """Answer with their files, to everybody."""
    serve(server, (STYLES, SCRIPT), None)


def answer(entry: Entry) -> Response:
    """The page, in the language in force."""
    page = _PAGE.format(
        language=language(),
        title=escape(entry.title),
        styles=STYLES.path,
        head=entry.head,
        body=entry.body,
        languages=" ".join(map(_link, LANGUAGES)),
    )
    return Response(page, entry.status, dict(entry.headers), mimetype="text/html")


def script(made: Bundle) -> str:
    """The element that runs one of our scripts."""
    return f'<script src="{made.path}" defer></script>'


def _link(code: str) -> str:
    if code == language():
        return ""
    given = {name: value for name, value in request.args.items() if name != "lang"}
    query = escape(urlencode(given | {"lang": code}))
    return f'<a href="?{query}" lang="{code}" hreflang="{code}">{escape(NAMES[code])}</a>'
