"""The description of the API: for programs as OpenAPI, for people as a page."""

import json
from functools import lru_cache
from typing import Any

from flask import Flask, Response, request

from dashboard.api import reference
from dashboard.api.described import described
from dashboard.bundle import bundle, serve
from dashboard.language import language_of
from dashboard.texts import speaking
from dashboard.visitor import needs
from data.domain.access import Permission
from data.services import Services
from data.settings import ROOT

_ASSETS = ROOT / "assets"


def register(app: Flask, services: Services) -> None:
    """`/api/v1/openapi.json` and `/api/docs`."""
    script = bundle((_ASSETS / "js" / name for name in ("call.js", "reference.js")), ".js")
    styles = bundle(_ASSETS.iterdir(), ".css")  # the same as the pages have
    serve(app, (script,), Permission.SEE_CAMPAIGNS)

    @lru_cache(maxsize=1)
    def description() -> dict[str, Any]:
        return described(app)

    @lru_cache(maxsize=1)
    def written() -> str:
        return json.dumps(description(), ensure_ascii=False, indent=1)

    @app.get("/api/v1/openapi.json")
    @needs(Permission.SEE_CAMPAIGNS)
    def openapi() -> Response:
        response = Response(written(), mimetype="application/json")
        response.add_etag()
        response.make_conditional(request)
        return response

    @app.get("/api/docs")
    @needs(Permission.SEE_CAMPAIGNS)
    def docs() -> Response:
        with speaking(language_of(request, services.settings.language)) as language:
            made = reference.page(description(), language, styles.path, script.path)
        return Response(made, mimetype="text/html")
