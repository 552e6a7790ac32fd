"""Everything that can be asked for, read from the code: routes, pages, streams and callbacks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dash import Dash

from dashboard.auth.rules import CALLBACK_RULES, Door, Rule, rule_of
from dashboard.live import stream
from dashboard.pages import PAGES
from tests.dashboard.people import People, application

# What stands for the arguments of a path. Deeds are tried on what is not there.
SEEN: Mapping[str, str] = {"campaign_id": "1", "contact_id": "1", "alert_id": "1"}
NOWHERE = "999999"
WORDS: Mapping[str, str] = {
    "path": "nothing/of/the/kind",
    "filename": "js/theme.js",
    "package_name": "dash",
    "fingerprinted_path": "dcc/async-graph.js",
}
_ARGUMENT = re.compile(r"<(?:(?P<kind>\w+)(?:\([^>]*\))?:)?(?P<name>\w+)>")
_GROUP = re.compile(r"\(\[0-9\]\{1,18\}\)")
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Target:
    """Something to ask for, and what it asks of whoever comes."""

    kind: str  # "route", "page", "stream" or "callback"
    method: str
    path: str
    rule: Rule
    body: Any = None
    operation: str = ""  # by which the description knows it: `GET /api/v1/contacts/{contact_id}`

    def __str__(self) -> str:
        return f"{self.kind} {self.method} {self.path}"


@cache
def targets() -> tuple[Target, ...]:
    """All of them. Made when they are asked for: the application takes a while."""
    app = application(People())
    return (*_routes(app), *_pages(), *_streams(), *_callbacks(app))


def _routes(app: Dash) -> Iterator[Target]:
    for rule in app.server.url_map.iter_rules():
        if rule.rule == "/":  # whose page has a permission of its own
            continue
        view = app.server.view_functions[rule.endpoint]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            body = None if method in _SAFE else {}
            described = _ARGUMENT.sub(r"{\g<name>}", rule.rule)
            own = rule_of(rule.rule, view)
            yield Target(
                "route", method, _path(rule.rule, method), own, body, f"{method} {described}"
            )


def _pages() -> Iterator[Target]:
    for page in PAGES:
        yield Target("page", "GET", _path(page.PATH, "GET"), page.PERMISSION)


def _streams() -> Iterator[Target]:
    paths = [_GROUP.sub("1", pattern.pattern) for pattern, *_ in stream._VIEWS]
    for path in (*paths, f"{stream.STATES}?campaign=1"):
        plain = path.partition("?")[0]
        rule = stream.permission_of(plain) or Door.CLOSED
        yield Target("stream", "GET", path, rule, operation=f"GET {plain}")


def _callbacks(app: Dash) -> Iterator[Target]:
    for output in app.callback_map:
        yield Target("callback", "POST", output, CALLBACK_RULES.get(output, Door.CLOSED))


def _path(rule: str, method: str) -> str:
    return _ARGUMENT.sub(lambda found: _argument(found, method), rule)


def _argument(found: re.Match[str], method: str) -> str:
    if found["kind"] in ("string", "path", None):
        return WORDS.get(found["name"], "nothing")
    return SEEN.get(found["name"], NOWHERE) if method in _SAFE else NOWHERE
