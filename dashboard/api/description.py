"""The description of the API (OpenAPI 3.1), put together from the routes themselves.

A path, its arguments and who may call it come from the code; what it is for, takes and answers
stands in a table beside, one file a noun, in `described/`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Flask

from dashboard.api.schema import Schema, ref, row, text, whole
from dashboard.problems import CONTENT_TYPE
from dashboard.visitor import RULE
from data.domain.access import HELD, Permission

VERSION = "1"
PREFIX = "/api/v1/"
JSON = "application/json"
SENTENCES: Mapping[int, str] = {
    400: "Malformed: the request cannot be read.",
    401: "Nobody has said who asks, or the token is no good.",
    403: "Your role does not allow it, or another site asks for it.",
    404: "There is no such thing; the same answer for what one may not see.",
    408: "The body did not arrive in time.",
    409: "It cannot be done as things stand.",
    413: "The body is too large, or has too many rows.",
    415: "The body is no JSON.",
    422: "Well-formed but wrong; nothing was done.",
    429: "Too often: wait for as many seconds as `Retry-After` says.",
    503: "A part is down: try again.",
}
_ALWAYS = (400, 401, 403, 429, 503)
_WITH_BODY = (408, 413, 415, 422)
_ARGUMENT = re.compile(r"<(?:[^:>]+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name in the query. `style` and `explode` say how OpenAPI writes an array."""

    name: str
    schema: Schema
    about: str = ""
    listed: bool = False  # several, with commas between


@dataclass(frozen=True, slots=True)
class Operation:
    """What one route is for.

    answers   what it answers where all went well, by status: a schema, or a text of another kind
    refusals  statuses of its own, beside those that every route has
    keyed     whether an `Idempotency-Key` makes a repeated call harmless
    kind      of what kind the answer is; `others` are those that can be asked for instead
    example   a body to try it with
    """

    summary: str
    tag: str
    answers: Mapping[int, Schema]
    about: str = ""
    query: Sequence[Parameter] = ()
    body: Schema | None = None
    example: Any = None
    refusals: Mapping[int, str] = field(default_factory=dict)
    keyed: bool = False
    kind: str = JSON
    others: Mapping[str, Schema] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """One way in: the method and path as OpenAPI writes it, and what it asks of a caller."""

    method: str
    path: str
    name: str
    permission: Permission | None

    @property
    def key(self) -> str:
        """As the tables name it: `GET /api/v1/campaigns/{campaign_id}`."""
        return f"{self.method} {self.path}"


def routes_of(app: Flask) -> Iterator[Route]:
    """All routes of the API that the application answers, in the order of their paths."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not rule.rule.startswith(PREFIX):
            continue
        path = _ARGUMENT.sub(r"{\1}", rule.rule)
        permission = getattr(app.view_functions[rule.endpoint], RULE, None)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Route(method, path, rule.endpoint, permission)


def document(
    routes: Iterable[Route],
    operations: Mapping[str, Operation],
    schemas: Mapping[str, Schema],
    tags: Mapping[str, str],
) -> dict[str, Any]:
    """The whole description. Raises KeyError for a route that has none."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        described = _operation(route, operations[route.key])
        paths.setdefault(route.path, {})[route.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {"title": "Campaign dashboard", "version": VERSION, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": about} for name, about in tags.items()],
        "security": [{"bearer": []}, {"session": []}],
        "paths": paths,
        "components": {"schemas": {**_PROBLEMS, **schemas}, "securitySchemes": _SCHEMES},
    }


def _operation(route: Route, operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": route.name,
        "summary": operation.summary,
        "description": "\n\n".join(filter(None, [operation.about, _who(route.permission)])),
        "tags": [operation.tag],
        "parameters": [*_path(route), *map(_query, operation.query), *_headers(operation)],
        "responses": _answers(route, operation),
    }
    if operation.body is not None:
        content = {"schema": operation.body, "example": operation.example}
        described["requestBody"] = {"required": True, "content": {JSON: content}}
    return described


def _who(permission: Permission | None) -> str:
    if permission is None:
        return "For everybody."
    return f"For {', '.join(sorted(role.value for role in HELD[permission]))}."


def _path(route: Route) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", route.path):
        yield {"name": name, "in": "path", "required": True, "schema": whole(example=1)}


def _query(parameter: Parameter) -> dict[str, Any]:
    listed = {"style": "form", "explode": False} if parameter.listed else {}
    about = {"description": parameter.about} if parameter.about else {}
    return {"name": parameter.name, "in": "query", **about, "schema": parameter.schema, **listed}


def _headers(operation: Operation) -> Sequence[dict[str, Any]]:
    return [_KEY] if operation.keyed else []


def _answers(route: Route, operation: Operation) -> dict[str, Any]:
    statuses = {*_ALWAYS, *operation.refusals}
    statuses |= {404} if "{" in route.path else set()
    statuses |= set(_WITH_BODY) if operation.body is not None else set()
    good = {
        str(status): _answer(
            HTTPStatus(status).phrase, {operation.kind: schema, **operation.others}
        )
        for status, schema in operation.answers.items()
    }
    refused = {
        str(status): _answer(
            operation.refusals.get(status, SENTENCES[status]), {CONTENT_TYPE: ref("Problem")}
        )
        for status in sorted(statuses)
    }
    return good | refused


def _answer(about: str, kinds: Mapping[str, Schema]) -> dict[str, Any]:
    content = {kind: {"schema": schema} for kind, schema in kinds.items()}
    return {"description": about, "content": content}


_ABOUT = (
    "What the pages show and do, for programs. Numbers are those of the newest snapshot and carry "
    "the moment they were true at; phone numbers are masked; times are UTC. Send a token as "
    "`Authorization: Bearer …`. A browser that has signed in sends its cookie, and with whatever "
    "changes something the header `X-CSRF-Token` too. Errors are problems (RFC 9457)."
)
_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "For 24 hours the same key and body are answered as they were the first time, "
    "and nothing is done again. The same key with another body is refused: 422.",
    "schema": {"type": "string", "pattern": "^[!-~]([ -~]{0,198}[!-~])?$"},
}
_SCHEMES: Mapping[str, Any] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token, as `app.py token create NAME --role ROLE` prints it once.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": "The session of a browser that has signed in.",
    },
}
_PROBLEMS: Mapping[str, Schema] = {
    "Problem": {
        "type": "object",
        "description": "Why a request was not answered (RFC 9457). `rows` says it row by row.",
        "properties": {
            "type": text(),
            "title": text(),
            "status": whole(least=400, most=599),
            "detail": text("One sentence for a person."),
            "rows": {
                "type": "array",
                "items": {"anyOf": [ref("WrongRow"), ref("ReportedMove")]},
            },
        },
        "required": ["type", "title", "status", "detail"],
    },
    "WrongRow": row(
        {
            "index": whole("Of the row, from 0."),
            "field": {"type": ["string", "null"], "description": "Null where it is all of it."},
            "detail": text(),
        }
    ),
}
