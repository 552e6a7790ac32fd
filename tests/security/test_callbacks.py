"""What is sent to Dash's own routes by who wishes us ill."""

import json
from http import HTTPStatus
from typing import Any

import pytest

from dashboard.auth.rules import CALLBACKS
from tests.security.house import FOREIGN, House, Visitor
from tests.security.test_roles import call

ADMIN = "admin"
DEEP = 20_000
FINE = call("/alerts")


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in FINE.items() if key != name}


def valued(value: Any) -> dict[str, Any]:
    """The call with another value in its first input."""
    inputs: Any = FINE["inputs"]
    return {**FINE, "inputs": [{**inputs[0], "value": value}, inputs[1]]}


ODD: dict[str, Any] = {
    "nothing": {},
    "a list": [],
    "null": None,
    "a text": "x",
    "a number": 1,
    "an unknown output": {**FINE, "output": "nothing.children"},
    "an output of several": {**FINE, "output": "..page.children...page.children.."},
    "a pattern as output": {**FINE, "output": '{"index":["ALL"]}.children'},
    "outputs that do not match": {**FINE, "outputs": {"id": "other", "property": "children"}},
    "outputs as a list": {**FINE, "outputs": [FINE["outputs"]]},
    "outputs of none": {**FINE, "outputs": []},
    "an output as a list": {**FINE, "output": ["page.children"]},
    "an output alone": {"output": "page.children"},
    "an input that is not ours": {
        **FINE,
        "inputs": [{"id": "location", "property": "href", "value": "/"}],
    },
    "no outputs": without("outputs"),
    "no inputs": without("inputs"),
    "inputs too few": {**FINE, "inputs": FINE["inputs"][:1]},  # type: ignore[index]
    "inputs too many": {**FINE, "inputs": [*FINE["inputs"], {}]},  # type: ignore[misc]
    "inputs that are none": {**FINE, "inputs": [None, 1]},
    "a list as a value": valued(["/"]),
    "an object as a value": valued({"$ne": None}),
    "a number as a value": valued(1e308),
    "null as a value": valued(None),
    "true as a value": valued(True),
    "a million elements": valued([0] * 100_000),
    "proto keys": {**FINE, "__proto__": {"admin": True}, "constructor": {"prototype": {}}},
    "proto as output": {**FINE, "output": "__proto__.children"},
    "state that nobody wants": {**FINE, "state": [{"id": "x", "property": "y", "value": 1}]},
    "a forged trigger": {**FINE, "changedPropIds": ["cancel.n_clicks", {"x": 1}]},
    "triggers that are no list": {**FINE, "changedPropIds": 7},
}
RAW: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"{",
    "NaN": b'{"output": NaN}',
    "a value of NaN": json.dumps(valued("x")).encode().replace(b'"x"', b"NaN"),
    "deep lists": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep in a value": json.dumps(valued("x")).encode().replace(b'"x"', b"[" * 99 + b"]" * 99),
    "no UTF-8": b'{"output": "\xff\xfe"}',
    "NUL": b'{"output": "\\u0000"}',
    "half a pair": b'{"output": "\\ud800"}',
    "doubled keys": b'{"output": "page.children", "output": "x"}',
    "a huge number": b'{"output": ' + b"9" * 10_000 + b"}",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_calls_are_refused(house: House, name: str) -> None:
    with house.unharmed():
        answer = house.post(CALLBACKS, ODD[name], ADMIN)
    if name == "proto keys" and answer.status == HTTPStatus.OK:
        return  # nobody reads them
    is_large = name == "a million elements"
    wanted = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if is_large else HTTPStatus.BAD_REQUEST
    assert answer.status == wanted, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_calls_in_the_background_are_none_of_ours(house: House) -> None:
    with house.unharmed():
        for query in ("cancelJob=1", "job=1&cacheKey=x", "oldJob=1&cancelJob=2", "job=%00"):
            answer = house.post(f"{CALLBACKS}?{query}", FINE, ADMIN)
            assert answer.status in (200, 204, 400), answer.text


@pytest.mark.parametrize("name", RAW)
def test_bodies_that_are_none_are_refused(house: House, name: str) -> None:
    admin = house.visitors[ADMIN].sending(Content_Type="application/json")
    with house.unharmed():
        for path in (CALLBACKS, "/api/v1/alerts/1/acknowledge"):
            answer = house.post(path, RAW[name], admin)
            assert answer.status in (400, 413, 415, 422), answer.text
            assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_of_64_megabytes_is_not_taken(house: House) -> None:
    with house.unharmed():
        for visitor in (house.visitors[ADMIN], Visitor(None)):
            try:
                answer = house.post(CALLBACKS, b" " * 2**26, visitor)
            except (BrokenPipeError, ConnectionResetError):
                continue  # the answer came before all of it was sent
            assert answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@pytest.mark.parametrize(
    "headers",
    [
        *FOREIGN,
        {"Origin": ""},
        {"Sec_Fetch_Site": "same-site"},
        {"X_CSRF_Token": "0" * 64},
        {"X_CSRF_Token": ""},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", [CALLBACKS, "/api/v1/alerts/1/acknowledge", "/logout"])
def test_other_sites_ask_in_vain(house: House, headers: dict[str, str], path: str) -> None:
    with house.unharmed():
        answer = house.post(path, FINE, house.visitors[ADMIN].sending(**headers))
    assert answer.status == HTTPStatus.FORBIDDEN


def test_a_form_is_no_call(house: House) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        visitor = house.visitors[ADMIN].sending(Content_Type=kind)
        with house.unharmed():
            answer = house.post(CALLBACKS, json.dumps(FINE).encode(), visitor)
        assert answer.status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE


def test_a_call_is_not_answered_after_its_session(house: House) -> None:
    leaving = house.person("manager")
    assert house.post(CALLBACKS, FINE, leaving).status == HTTPStatus.OK
    house.post("/logout", None, leaving)
    house.server.wait_until(
        lambda: house.post(CALLBACKS, FINE, leaving).status == HTTPStatus.UNAUTHORIZED
    )


NOT_THERE = (
    "/_mcp", "/_mcp/", "/_dash-component-suites/os/path.py",
    "/_dash-component-suites/dash/../../../etc/passwd",
    "/_dash-component-suites/dash/%2e%2e%2f%2e%2e%2fetc/passwd",
    "/assets/..%2f..%2f..%2fetc/passwd", "/assets/../app.py", "/assets/%2e%2e/app.py",
    "/assets/....//app.py", "/assets/js/%00theme.js", "/.env", "/.git/config", "/app.py",
    "//evil.example/x", "/%2e%2e/%2e%2e/etc/passwd", "/api/v1/../../etc/passwd",
    "/_dash-update-component/x", "/_reload-hash", "/api/v1/campaigns/1/", "/\\evil.example",
)  # fmt: skip


@pytest.mark.parametrize("path", NOT_THERE)
def test_nothing_is_found_where_nothing_is(house: House, path: str) -> None:
    with house.unharmed():
        for name in (ADMIN, "nobody"):
            answer = house.get(path, name)
            wanted = (404, 400) if name == ADMIN else (401, 404, 400)
            assert answer.status in wanted, (name, answer.status)
            assert "root:" not in answer.text
            assert "import" not in answer.text.split("<body")[0]


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "X"])
@pytest.mark.parametrize("path", ["/", CALLBACKS, "/api/v1/campaigns/1", "/live/overview"])
def test_other_methods_do_nothing(house: House, method: str, path: str) -> None:
    with house.unharmed():
        answer = house.ask(method, path, None, ADMIN)
        assert answer.status in (400, 403, 404, 405, 501), answer.status
        assert "csrf" not in answer.text  # TRACE would send the cookies back
