"""The description of the API, for programs."""

import json
from functools import lru_cache

from flask import Flask, Response, request

from dashboard.api.described import described
from dashboard.visitor import needs
from data.domain.access import Permission


def register(app: Flask) -> None:
    """`/api/v1/openapi.json`."""

    @lru_cache(maxsize=1)
    def written() -> str:
        return json.dumps(described(app), ensure_ascii=False, indent=1)

    @app.get("/api/v1/openapi.json")
    @needs(Permission.SEE_CAMPAIGNS)
    def openapi() -> Response:
        response = Response(written(), mimetype="application/json")
        response.add_etag()
        response.make_conditional(request)
        return response
