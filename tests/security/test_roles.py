"""Every role at every route, page, stream and callback that the code has: nobody gets more than
their role holds, and nothing is without a rule."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest

from dashboard.auth import entry, front
from dashboard.auth.rules import CALLBACKS, Door
from dashboard.pages import PAGES
from data.domain.access import HELD, Permission
from tests.security.house import LIMITED, NOBODY, Answer, House, Visitor
from tests.security.routes import Target, targets
from tests.security.state import TRIES_TO_SIGN_IN, refused

TARGETS = targets()
ROLES = (NOBODY, "wall", "dialer", "supervisor", "manager", "admin", LIMITED)
REFUSED = (401, 403)
OF_ALL = "/api/v1/blacklist"  # one list of all campaigns, which the limited do not see
CLOSED = {"/_reload-hash"}  # Dash's own, for those who write programs with it
ENDS_SESSIONS = "/logout"
# What these requests leave behind: refusals, failures to sign in, and an export that is told of.
LEFT = {
    **TRIES_TO_SIGN_IN,
    **(
        OF_DEEDS := refused(
            "alert.acknowledge", "alert.unacknowledge", "wall.create", "schedule.download"
        )
    ),
    "audit": {*TRIES_TO_SIGN_IN["audit"], *OF_DEEDS["audit"], "audit.export done"},
    "last_looks": {""},
}


def test_nothing_is_without_a_rule() -> None:
    assert len(TARGETS) > 40
    assert {target.kind for target in TARGETS} == {"route", "page", "stream", "callback"}
    assert {target.path for target in TARGETS if target.rule is Door.CLOSED} == CLOSED


def test_little_is_open_to_everybody() -> None:
    opened = {(target.method, target.path) for target in TARGETS if target.rule is Door.OPEN}
    assert opened <= OPEN


OPEN = {
    ("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/metrics"),
    ("GET", "/login"), ("POST", "/login"), ("POST", "/logout"),
    ("GET", "/login/oidc"), ("GET", "/login/oidc/callback"),
    ("GET", "/wall/enter"), ("POST", "/wall/enter"),
    ("GET", entry.STYLES.path), ("GET", entry.SCRIPT.path),
}  # fmt: skip


@pytest.mark.parametrize("target", [one for one in TARGETS if one.kind != "callback"], ids=str)
def test_each_role_gets_what_it_holds(house: House, target: Target) -> None:
    if target.path == ENDS_SESSIONS:
        return  # asked last, by who has just come
    with house.unharmed(LEFT):
        for name in ROLES:
            visitor = house.visitors[name]
            answer = house.ask(target.method, target.path, target.body, visitor)
            expect(target, name, visitor, answer)


def expect(target: Target, name: str, visitor: Visitor, answer: Answer) -> None:
    """What the rule says is what came back."""
    said = f"{target} as {name}: {answer.status} {answer.text[:200]}"
    if target.method not in front.METHODS:
        assert answer.status == HTTPStatus.METHOD_NOT_ALLOWED, said
    elif target.rule is Door.OPEN:
        assert answer.status != HTTPStatus.FORBIDDEN, said
    elif visitor.role is None:
        assert is_turned_away(target, answer), said
    elif target.rule is Door.CLOSED:
        assert answer.status == HTTPStatus.NOT_FOUND, said
    elif name == LIMITED and target.path.startswith(OF_ALL):
        assert answer.status in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND), said
    elif visitor.role in HELD[permission(target)]:
        assert answer.status not in REFUSED, said
        assert answer.status < 300 or target.kind == "route", said
    else:
        assert answer.status == HTTPStatus.FORBIDDEN, said


def permission(target: Target) -> Permission:
    assert isinstance(target.rule, Permission)
    return target.rule


def is_turned_away(target: Target, answer: Answer) -> bool:
    """A stranger is told, or shown where to sign in; screens are shown how to."""
    if answer.status == HTTPStatus.FOUND:
        return answer.headers["location"].startswith("/login?")
    if answer.status == HTTPStatus.OK:  # the page on which a screen shows its link
        return target.rule is Permission.SEE_WALLS and "dash" not in answer.text.lower()
    return answer.status == HTTPStatus.UNAUTHORIZED


def calls() -> Iterator[tuple[str, str]]:
    """Each callback with each page that it can bring."""
    for target in TARGETS:
        if target.kind == "callback":
            for page in PAGES:
                yield target.path, page.__name__.rpartition(".")[2]


def call(path: str) -> dict[str, object]:
    """What the browser posts for a page."""
    return {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [
            {"id": "location", "property": "pathname", "value": path},
            {"id": "location", "property": "search", "value": ""},
        ],
        "changedPropIds": ["location.pathname"],
    }


def test_the_calls_that_are_tried_are_all_there_are() -> None:
    assert {target.path for target in TARGETS if target.kind == "callback"} == {"page.children"}


@pytest.mark.parametrize("name", ROLES)
def test_each_role_is_brought_the_pages_that_it_holds(house: House, name: str) -> None:
    visitor = house.visitors[name]
    with house.unharmed():
        for target in (one for one in TARGETS if one.kind == "page"):
            answer = house.ask("POST", CALLBACKS, call(target.path), visitor)
            if visitor.role is None:
                assert answer.status == HTTPStatus.UNAUTHORIZED
            elif visitor.role not in HELD[Permission.SEE_WALLS]:
                assert answer.status == HTTPStatus.FORBIDDEN
            else:
                assert answer.status == HTTPStatus.OK, answer.text
                brought = "This page is not for you" not in answer.text
                assert brought == (visitor.role in HELD[permission(target)]), str(target)


def test_whoever_signs_out_is_a_stranger_then(house: House) -> None:
    for name in ("supervisor", "wall"):
        visitor = house.screen(house.link) if name == "wall" else house.person(name)
        assert house.ask("GET", "/wall", None, visitor).status == HTTPStatus.OK
        assert house.ask("POST", ENDS_SESSIONS, None, visitor).status == HTTPStatus.OK
        house.server.wait_until(
            lambda: house.ask("GET", "/live/wall", None, visitor).status == HTTPStatus.UNAUTHORIZED  # noqa: B023
        )
