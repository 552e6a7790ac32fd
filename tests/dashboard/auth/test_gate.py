"""The gate: in which form a request has to come, and what is said to whom."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.auth.buckets import Buckets
from dashboard.auth.gate import Gate
from dashboard.auth.requests import HEADER, csrf_token
from dashboard.problems import CONTENT_TYPE
from data.domain.access import Actor, Means, Role
from tests.dashboard.people import SCREEN, SECRET, People, application, page_call, person, program

ADMIN, DIALER = person(Role.ADMIN), program(Role.DIALER)
CALLBACK = "/_dash-update-component"
ROUTING = page_call("/")


def sent_by(actor: Actor, **headers: str) -> dict[str, Any]:
    """What a browser or a program of somebody sends."""
    secret = f"{actor.means}-{actor.role}"
    if actor.means is Means.TOKEN:
        return {"headers": {"Authorization": f"Bearer {secret}"} | headers}
    given = {"Cookie": f"session={secret}", HEADER: csrf_token(secret, SECRET)}
    return {"headers": given | headers}


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/", "/login?next=%2F"),
        ("/campaigns/7?lang=cs", "/login?next=%2Fcampaigns%2F7%3Flang%3Dcs"),
        ("/alerts", "/login?next=%2Falerts"),
    ],
)
def test_a_stranger_is_led_from_a_page_to_the_login(
    client: FlaskClient, path: str, wanted: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (302, wanted)


@pytest.mark.parametrize(
    "path", ["/.env", "/_mcp", "/nowhere", "/api/v1/nothing", "/assets/js/call.js", "/_dash-layout"]
)
def test_a_stranger_is_told_nothing_else(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (401, CONTENT_TYPE)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert client.delete(path).status_code == 401


def test_who_is_in_is_told_that_there_is_nothing(client: FlaskClient) -> None:
    for path in ("/.env", "/_mcp", "/nowhere", "/api/v1/nothing", "/_reload-hash"):
        assert client.get(path, **sent_by(ADMIN)).status_code == 404, path
    assert client.put("/healthz", **sent_by(ADMIN)).status_code == 405


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_on_another_site_leads_on_by_a_page_of_ours(client: FlaskClient, site: str) -> None:
    """The browser keeps the session back then; what our own page asks for comes with it."""
    answer = client.get('/campaigns/7?a="&b', headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/campaigns/7?a=' in answer.text
    assert 'a="&b' not in answer.text


def test_a_page_that_is_not_for_a_role_is_refused_wherever_it_is_asked_for(
    client: FlaskClient,
) -> None:
    answer = client.get("/", **sent_by(SCREEN))
    assert (answer.status_code, answer.mimetype) == (403, "text/html")
    body = client.post(CALLBACK, json=page_call("/"), **sent_by(SCREEN)).text
    assert "This page is not for you" in body
    assert "data-stream" not in body
    assert client.get("/wall/7", **sent_by(SCREEN)).status_code == 200
    assert "'/live/wall'" in str(
        client.post(CALLBACK, json=page_call("/wall"), **sent_by(SCREEN)).json
    )


def test_navigation_leads_only_where_a_role_may_go(client: FlaskClient) -> None:
    of_wall = str(client.get("/_dash-layout", **sent_by(SCREEN)).json)
    of_admin = str(client.get("/_dash-layout", **sent_by(ADMIN)).json)
    assert "'/alerts'" not in of_wall
    assert "'/wall'" in of_wall
    assert "'/alerts'" in of_admin
    assert "Ana" in of_admin


def test_the_body_says_who_its_viewer_is(client: FlaskClient) -> None:
    assert '<body data-role="admin" ' in client.get("/", **sent_by(ADMIN)).text
    assert '<body data-role="wall" ' in client.get("/wall", **sent_by(SCREEN)).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost:8051"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
@pytest.mark.parametrize("actor", [ADMIN, DIALER])
def test_no_other_site_may_ask_for_a_change(
    client: FlaskClient, headers: dict[str, str], actor: Actor
) -> None:
    assert client.post("/logout", json={}, **sent_by(actor, **headers)).status_code == 403


def test_our_own_site_may(client: FlaskClient) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    assert client.post(CALLBACK, json=ROUTING, **sent_by(ADMIN, **headers)).status_code == 200


@pytest.mark.parametrize("token", [None, "", "x", csrf_token("another", SECRET)])
def test_a_browser_has_to_prove_that_a_page_of_ours_asks(
    client: FlaskClient, token: str | None
) -> None:
    given = sent_by(ADMIN)
    given["headers"].pop(HEADER)
    if token is not None:
        given["headers"][HEADER] = token
    assert client.post(CALLBACK, json=ROUTING, **given).status_code == 403
    assert client.post("/logout", json={}, **given).status_code == 403


def test_json_that_is_too_deep_is_not_read(client: FlaskClient) -> None:
    for deep in (33, 20_000):
        body = "[" * deep + "]" * deep
        answer = client.post(CALLBACK, data=body, content_type="application/json", **sent_by(ADMIN))
        assert (answer.status_code, answer.content_type) == (400, CONTENT_TYPE)
        assert "32" in answer.text


def test_a_callback_without_a_rule_is_closed(client: FlaskClient, dash: Any) -> None:
    dash.callback_map["x.children"] = {"inputs": [{"id": "x", "property": "value"}]}
    call = {
        "output": "x.children",
        "outputs": {"id": "x", "property": "children"},
        "inputs": [{"id": "x", "property": "value", "value": ""}],
    }
    assert client.post(CALLBACK, json=call, **sent_by(ADMIN)).status_code == 404
    del dash.callback_map["x.children"]
    assert client.post(CALLBACK, json=call, **sent_by(ADMIN)).status_code == 400


def test_a_page_brings_the_proof_again_where_it_was_lost(client: FlaskClient) -> None:
    given = sent_by(ADMIN)
    kept = client.get("/", **given).headers["Set-Cookie"]
    assert f"csrf={csrf_token('session-admin', SECRET)}" in kept
    assert "HttpOnly" not in kept
    assert "SameSite=Strict" in kept
    given["headers"]["Cookie"] += f"; csrf={csrf_token('session-admin', SECRET)}"
    assert "Set-Cookie" not in client.get("/", **given).headers


def test_details_of_readiness_are_not_for_strangers() -> None:
    from dashboard.visitor import is_near, known

    server = application(People()).server
    for headers, near in (({}, True), ({"X-Forwarded-For": "1.1.1.1"}, False)):
        with server.test_request_context(
            "/readyz", headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"}
        ):
            server.preprocess_request()
            assert (is_near(), known() is not None) == (near, near)


def test_who_asks_too_often_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    server = application(People(ADMIN, DIALER)).server
    (gate,) = [
        check.__self__
        for check in server.before_request_funcs[None]
        if isinstance(getattr(check, "__self__", None), Gate)
    ]
    gate._buckets = Buckets(rate=0.5, burst=2, clock=lambda: 0)
    client = server.test_client(use_cookies=False)
    assert [client.get("/login").status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/login").headers["Retry-After"] == "2"
    assert [client.get("/wall", **sent_by(ADMIN)).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/session", **sent_by(DIALER)).status_code == 403


def test_who_sits_here_never_waits() -> None:
    client = application(People()).server.test_client()
    assert {client.get("/session").status_code for _ in range(300)} == {200}
