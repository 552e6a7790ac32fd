"""Attacks on the sign-in."""

import re
from http import HTTPStatus
from urllib.parse import quote

import pytest

from tests.data.sql import execute
from tests.security.house import FOREIGN, PASSWORD, Answer, House, Visitor
from tests.security.state import TRIES_TO_SIGN_IN

NAMES = (
    "admin\x00", "\x00", "admin\u202e", "ad\u200bmin", "\u202enimda", "admin ", "ADMIN\n", "", " ",
    "a" * 10_000, "' or 1=1--", "admin'--", '"; DROP TABLE users', "%", "_____", "\ud800",
    "аdmin", "<img src=x onerror=alert(1)>", "${jndi:ldap://evil.example/a}", "{{7*7}}",
)  # fmt: skip
AWAY = (
    "//evil.example", "/\\evil.example", "https://evil.example", "\\\\evil.example",
    "/%0d%0aSet-Cookie:%20a=b", "/\r\nSet-Cookie: a=b", "javascript:alert(1)", "/\t/evil.example",
    "///evil.example", "/login?next=/login", "http:evil.example", "@evil.example", "/\x00",
)  # fmt: skip


OWN_PATH = re.compile(r'name="next" value="/(?![/\\])[^\s"]*"')
LINK = re.compile(r'(?:href|src|action)="(.)')


def login(house: House, name: object, password: object, **headers: str) -> Answer:
    return house.post("/login", {"name": name, "password": password}, **headers)


def forget_tries(house: House) -> None:
    """Every try is looked at again: too many of them would be refused whatever they hold."""
    execute(house.engine, "DELETE FROM login_failures")


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_nobody_comes_in_by_an_odd_name(house: House, name: str) -> None:
    forget_tries(house)
    with house.unharmed(TRIES_TO_SIGN_IN):
        for password in (PASSWORD[:-1], "' or 1=1--", "\x00", "x" * 100_000, "\ud800"):
            answer = login(house, name, password)
            assert answer.status == HTTPStatus.UNAUTHORIZED
            assert "set-cookie" not in answer.headers


def test_fields_of_other_kinds_are_no_credentials(house: House) -> None:
    for odd in (None, 1, True, [], {}, {"$ne": ""}, ["admin"], 1e308):
        forget_tries(house)
        with house.unharmed(TRIES_TO_SIGN_IN):
            for name, password in ((odd, PASSWORD), ("admin", odd)):
                assert login(house, name, password).status == HTTPStatus.UNAUTHORIZED
    forget_tries(house)
    with house.unharmed(TRIES_TO_SIGN_IN):
        more = {"name": "manager", "password": "wrong", "role": "admin", "campaigns": None}
        assert house.post("/login", more).status == HTTPStatus.UNAUTHORIZED


def test_an_unknown_name_is_answered_like_a_known_one(house: House) -> None:
    forget_tries(house)
    known, unknown = (login(house, name, "wrong wrong") for name in ("manager", "nobody here"))
    assert known.status == unknown.status == HTTPStatus.UNAUTHORIZED
    assert known.body == unknown.body
    differing = {"date", "content-length"}
    assert known.headers.keys() - differing == unknown.headers.keys() - differing


def test_whoever_guesses_is_slowed_down_and_the_victim_is_not_locked_out(fresh: House) -> None:
    tries = [login(fresh, "manager", f"wrong {number}").status for number in range(20)]
    assert set(tries) == {HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS}
    # As after a longer night, so that the wait is not over before the next try.
    execute(fresh.engine, "UPDATE login_failures SET failures = failures + 9")
    refused = login(fresh, "manager", PASSWORD)
    assert refused.status == HTTPStatus.TOO_MANY_REQUESTS
    assert int(refused.headers["retry-after"]) > 0
    assert fresh.get("/", "manager").status == HTTPStatus.OK


def test_one_password_over_many_names_is_slowed_down_too(fresh: House) -> None:
    tries = [login(fresh, f"user{number}", "Winter2026!").status for number in range(30)]
    assert HTTPStatus.TOO_MANY_REQUESTS in tries


def test_the_session_is_another_one_after_signing_in(fresh: House) -> None:
    planted = "a" * 43
    answer = fresh.post(
        "/login", {"name": "supervisor", "password": PASSWORD}, Cookie=f"session={planted}; csrf=b"
    )
    cookies = answer.headers["set-cookie"]
    assert planted not in cookies
    for line in cookies.split("\n"):
        assert "SameSite=Strict" in line
        assert ("HttpOnly" in line) == line.startswith("session=")
    fixed = Visitor(None, {"Cookie": f"session={planted}"})
    assert fresh.get("/api/v1/campaigns", fixed).status == HTTPStatus.UNAUTHORIZED


def test_a_tampered_session_is_none(house: House) -> None:
    cookie = house.visitors["admin"].headers["Cookie"]
    session = cookie.partition("session=")[2].partition(";")[0]
    tampered = (
        session[:-1], session + "a", session[::-1], session.swapcase(), session.upper(), "", "''",
        "null", "admin", "../../" + session, session[:20] + "\x7f" + session[20:], "a" * 5000,
    )  # fmt: skip
    with house.unharmed():
        for value in tampered:
            for path in ("/api/v1/campaigns", "/live/overview", "/_dash-layout"):
                visitor = Visitor(None, {"Cookie": f"session={value}"})
                assert house.get(path, visitor).status in (400, 401), value
        basic = "Basic YWRtaW46"
        for bearer in (f"Bearer {session}", "Bearer ", "Bearer null", basic, "bearer", "x" * 99):
            visitor = Visitor(None, {"Authorization": bearer})
            answer = house.get("/api/v1/campaigns", visitor)
            assert answer.status == HTTPStatus.UNAUTHORIZED, bearer


def test_a_token_in_the_address_is_none(house: House) -> None:
    with house.unharmed():
        for name in ("token", "access_token", "session", "wall"):
            for path in ("/api/v1/campaigns", "/live/wall", "/_dash-layout"):
                answer = house.get(f"{path}?{name}={house.link}")
                assert answer.status == HTTPStatus.UNAUTHORIZED
            shown = house.get(f"/wall?{name}={house.link}")
            assert "data-stream" not in shown.text
            assert "session=" not in shown.headers.get("set-cookie", "")


@pytest.mark.parametrize("away", AWAY)
def test_nobody_is_led_away(house: House, away: str) -> None:
    with house.unharmed(TRIES_TO_SIGN_IN):
        form = f"name=admin&password=wrong&next={quote(away)}".encode()
        kind = "application/x-www-form-urlencoded"
        shown = [
            house.get(f"/login?next={quote(away)}"),
            house.post("/login", form, Content_Type=kind),
        ]
        for answer in shown:
            assert answer.headers.get("location", "/").startswith("/")
            assert not answer.headers.get("location", "/").startswith(("//", "/\\"))
            assert "a=b" not in answer.headers.get("set-cookie", "")
            if answer.headers["content-type"].startswith("text/html"):
                assert OWN_PATH.search(answer.text)
                assert set(LINK.findall(answer.text)) <= {"/", "?", "d"}  # the empty icon is data:


def test_whoever_signs_in_is_not_led_away_either(fresh: House) -> None:
    for away in AWAY[:4]:
        body = {"name": "manager", "password": PASSWORD, "next": away}
        answer = fresh.post("/login", body)
        assert (answer.status, answer.json["next"]) == (HTTPStatus.OK, "/")


def test_no_other_site_signs_anybody_in(house: House) -> None:
    body = {"name": "supervisor", "password": PASSWORD}
    with house.unharmed():
        for headers in FOREIGN:
            answer = house.post("/login", body, **headers)
            assert answer.status == HTTPStatus.FORBIDDEN
            assert "set-cookie" not in answer.headers


def test_forwarded_headers_make_nobody_local(house: House) -> None:
    with house.unharmed():
        for name in ("X_Forwarded_For", "X_Real_IP", "Forwarded", "X_Forwarded_Host"):
            for value in ("127.0.0.1", "for=127.0.0.1", "::1", "127.0.0.1, 127.0.0.1"):
                answer = house.get("/api/v1/campaigns", None, **{name: value})
                assert answer.status == HTTPStatus.UNAUTHORIZED
