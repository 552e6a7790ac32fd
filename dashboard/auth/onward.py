"""A page that only leads on to another. What it asks for comes from our own site, so that browsers
send the session along, which they keep back where another site led here."""

from html import escape

from flask import Response

from dashboard.texts import language, t

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="refresh" content="0; url={path}">
    <title>{title}</title>
  </head>
  <body><a href="{path}">{title}</a></body>
</html>
"""


def onward(path: str) -> Response:
    """Leads on to a path of ours."""
    page = _PAGE.format(language=language(), path=escape(path), title=escape(t("Continue")))
    return Response(page, mimetype="text/html")


def led(path: str, status: int = 302) -> Response:
    """The plain way to another path of ours."""
    return Response(status=status, headers={"Location": path})
