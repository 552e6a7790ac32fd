"""Every role at every route, page, stream and callback that the code has: nobody gets more than
their role holds, and nothing is without a rule."""

from collections.abc import Collection, Mapping, Sequence
from http import HTTPStatus

import pytest

from dashboard.auth import entry, front
from dashboard.auth.rules import CALLBACKS, Door
from data.domain.access import HELD, Permission, Role
from tests.dashboard.people import page_call
from tests.security.house import LIMITED, NOBODY, Answer, House, Visitor
from tests.security.routes import Target, targets
from tests.security.state import TRIES_TO_SIGN_IN, refused

ROLES = (NOBODY, "wall", "dialer", "supervisor", "manager", "admin", LIMITED)
REFUSED = frozenset({401, 403, 429, 503})  # declared everywhere, and no answer to the permitted
OF_ALL = "/api/v1/blacklist"  # one list of all campaigns, which the limited do not see
CLOSED = {"/_reload-hash"}  # Dash's own, for those who write programs with it
ENDS_SESSIONS = "/logout"  # asked last, by who has just come
OPEN = {
    ("GET", "/healthz"), ("GET", "/readyz"),
    ("GET", "/login"), ("POST", "/login"), ("POST", "/logout"),
    ("GET", "/login/oidc"), ("GET", "/login/oidc/callback"),
    ("GET", "/wall/enter"), ("POST", "/wall/enter"),
    ("GET", entry.STYLES.path), ("GET", entry.SCRIPT.path),
}  # fmt: skip
# What the permitted are answered where the description of the API says nothing: 200, but for these.
ANSWERS = {
    "POST /_dash-update-component": {400},  # the body is no call
    "GET /nothing/of/the/kind": {404},
    **{f"{method} /api/nothing/of/the/kind": {404} for method in front.METHODS},
    "GET /past/campaigns/1": {400},  # of which moment is not said
    "GET /past/campaigns/1/instants": {400},
    "GET /login": {200, 302},  # a signed-in user is redirected
    "POST /login": {401, 429},  # without a name, and at last too often
    "GET /login/oidc": {404},  # no identity provider is configured
    "GET /login/oidc/callback": {404},
    "POST /wall/enter": {422},  # without a token
    "POST /wall/seen": {422},  # without a number
}  # fmt: skip
# What these requests leave behind: refusals, failures to sign in, and an export that is told of.
_DEEDS = refused(
    "alert.acknowledge", "alert.unacknowledge", "wall.create", "schedule.download",
)  # fmt: skip
LEFT = {
    **TRIES_TO_SIGN_IN,
    **_DEEDS,
    "audit": {*TRIES_TO_SIGN_IN["audit"], *_DEEDS["audit"], "audit.export done"},
    "last_looks": {""},
}
# Who may call what, written out: neither the rules of the code nor what roles hold decide it here.
WHO_MAY: Mapping[str, Mapping[str, Collection[str]]] = {
    "admin": {
        "GET": ("tokens", "users", "walls"),
        "POST": (
            "blacklist", "campaigns/{campaign_id}/cancel",
            "campaigns/{campaign_id}/contacts/remove", "contacts/{contact_id}/erase",
            "contacts/{contact_id}/reveal", "operations/{operation_id}/approve",
            "operations/{operation_id}/pause", "operations/{operation_id}/resume",
            "operations/{operation_id}/stop", "operations/{operation_id}/undo", "tokens",
            "users/{user_id}/disable", "users/{user_id}/enable", "users/{user_id}/role", "walls",
        ),
        "DELETE": ("blacklist/{entry_id}", "tokens/{token_id}", "walls/{wall_id}"),
    },
    "admin dialer": {
        "GET": ("commands",),
        "POST": ("campaigns/{campaign_id}/contacts", "transitions"),
    },
    "admin dialer manager supervisor": {
        "GET": ("campaigns", "openapi.json"),
    },
    "admin manager": {
        "GET": (
            "audit", "audit/export", "audit/verify", "report-files/{file_id}", "reports",
            "reports/runs", "reports/{kind}", "reports/{kind}/preview", "schedules",
            "schedules/{schedule_id}/files",
        ),
        "POST": ("schedules",),
        "DELETE": ("reports/runs/{run_id}", "schedules/{schedule_id}"),
    },
    "admin manager supervisor": {
        "GET": (
            "alerts", "blacklist", "campaigns/{campaign_id}", "campaigns/{campaign_id}/answers",
            "campaigns/{campaign_id}/contacts", "campaigns/{campaign_id}/history",
            "campaigns/{campaign_id}/past", "campaigns/{campaign_id}/transitions",
            "contacts/{contact_id}", "handover", "live", "operations", "operations/{operation_id}",
            "operations/{operation_id}/skips",
        ),
        "POST": ("handover",),
    },
    "admin supervisor": {
        "POST": (
            "alerts/{alert_id}/acknowledge", "alerts/{alert_id}/snooze",
            "alerts/{alert_id}/unacknowledge",
        ),
    },
}  # fmt: skip
Declared = Mapping[str, Collection[int]]


def test_nothing_is_without_a_rule() -> None:
    assert len(targets()) > 40
    assert {target.kind for target in targets()} == {"route", "page", "stream", "callback"}
    assert {target.path for target in targets() if target.rule is Door.CLOSED} == CLOSED


def test_little_is_open_to_everybody() -> None:
    opened = {(target.method, target.path) for target in targets() if target.rule is Door.OPEN}
    assert opened == OPEN


def test_the_api_is_for_those_whom_it_is_meant_for() -> None:
    found: dict[str, set[str]] = {}
    for target in targets():
        method, _, path = target.operation.partition(" /api/v1/")
        if path:
            roles = " ".join(sorted(role.value for role in HELD[permission(target)]))
            found.setdefault(roles, set()).add(f"{method} {path}")
    assert found == {
        roles: {f"{method} {path}" for method, paths in given.items() for path in paths}
        for roles, given in WHO_MAY.items()
    }


@pytest.fixture(scope="module")
def declared(house: House) -> Declared:
    """The statuses that the description of the API declares, by operation."""
    paths = house.get("/api/v1/openapi.json", "admin").json["paths"]
    return {
        f"{method.upper()} {path}": frozenset(map(int, operation["responses"]))
        for path, operations in paths.items()
        for method, operation in operations.items()
    }


def test_the_description_and_the_routes_are_the_same(declared: Declared) -> None:
    prefix = "/api/v1/"
    assert {one.operation for one in targets() if one.path.startswith(prefix)} == set(declared)


@pytest.mark.parametrize("name", ROLES)
def test_each_role_gets_what_it_holds(house: House, declared: Declared, name: str) -> None:
    visitor = house.visitors[name]
    with house.unharmed(LEFT):
        found = [
            fault
            for target in targets()
            if target.kind != "callback" and target.path != ENDS_SESSIONS
            for answer in [house.ask(target.method, target.path, target.body, visitor)]
            if (fault := misfit(target, name, visitor, answer, declared))
        ]
    assert not found, "\n".join(found)


def misfit(
    target: Target, name: str, visitor: Visitor, answer: Answer, declared: Declared
) -> str | None:
    """What is wrong with an answer; None where it is what the rule says."""
    is_strange = visitor.role is None and target.rule is not Door.OPEN
    is_named = answer.status != HTTPStatus.METHOD_NOT_ALLOWED or "allow" in answer.headers
    if (
        is_named
        and answer.status in wanted(target, name, visitor, declared)
        and (not is_strange or is_turned_away(target, answer))
    ):
        return None
    return f"{target} as {name}: {answer.status} {answer.text[:200]}"


def wanted(target: Target, name: str, visitor: Visitor, declared: Declared) -> Collection[int]:
    """The statuses that the rule of a target leaves for somebody."""
    if target.method not in front.METHODS:
        return {405}
    if target.rule is Door.OPEN:
        return granted(target, declared)
    if visitor.role is None:
        return {200, 302} if target.kind == "page" else {401}
    if target.rule is Door.CLOSED:
        return {404}
    if name == LIMITED and target.path.startswith(OF_ALL):
        return {403, 404}
    return granted(target, declared) if visitor.role in HELD[permission(target)] else {403}


def granted(target: Target, declared: Declared) -> Collection[int]:
    """The statuses for a permitted role."""
    if target.operation in declared:
        return frozenset(declared[target.operation]) - REFUSED
    return ANSWERS.get(f"{target.method} {target.path}", {200})


def permission(target: Target) -> Permission:
    assert isinstance(target.rule, Permission)
    return target.rule


def is_turned_away(target: Target, answer: Answer) -> bool:
    """Strangers are led to the sign-in, or shown a page on which a screen shows its link, and
    nothing of Dash on it."""
    if answer.status == HTTPStatus.FOUND:
        return answer.headers.get("location", "").startswith("/login?")
    if answer.status == HTTPStatus.OK:
        return target.rule is Permission.SEE_WALLS and "dash" not in answer.text.lower()
    return True


OF_CONTACTS = Target(
    "route", "GET", "/api/v1/contacts/1", Permission.SEE_CONTACTS,
    operation="GET /api/v1/contacts/{contact_id}",
)  # fmt: skip
DECLARED: Declared = {OF_CONTACTS.operation: {200, 401, 403, 404, 429, 503}}
A_PAGE = Target("page", "GET", "/alerts", Permission.SEE_NUMBERS)
A_WALL = Target("page", "GET", "/wall", Permission.SEE_WALLS)
A_BUNDLE = Target("route", "GET", "/healthz", Door.OPEN)
SHUT = Target("route", "GET", "/_reload-hash", Door.CLOSED)
TRACE = Target("route", "TRACE", "/api/x", Permission.SEE_NUMBERS)
OF_BLACKLIST = Target("route", "GET", OF_ALL, Permission.SEE_CONTACTS)
FINE: Sequence[tuple[Target, str, int, str]] = (
    (OF_CONTACTS, "admin", 200, ""), (OF_CONTACTS, "supervisor", 404, ""),
    (OF_CONTACTS, "wall", 403, ""), (OF_CONTACTS, NOBODY, 401, ""),
    (A_PAGE, "admin", 200, "dash"), (A_PAGE, "wall", 403, ""),
    (A_PAGE, NOBODY, 302, "/login?next=/alerts"),
    (A_WALL, NOBODY, 200, "a link"), (A_BUNDLE, NOBODY, 200, "dash"), (SHUT, "admin", 404, ""),
    (TRACE, "admin", 405, ""), (OF_BLACKLIST, LIMITED, 403, ""),
)  # fmt: skip
WRONG: Sequence[tuple[Target, str, int, str]] = (
    (OF_CONTACTS, "admin", 403, ""), (OF_CONTACTS, "admin", 201, ""),
    (OF_CONTACTS, "admin", 500, ""), (OF_CONTACTS, "admin", 503, ""),
    (OF_CONTACTS, "wall", 200, ""), (OF_CONTACTS, "wall", 404, ""), (OF_CONTACTS, NOBODY, 200, ""),
    (OF_CONTACTS, NOBODY, 403, ""), (A_PAGE, "admin", 302, ""), (A_PAGE, "wall", 200, ""),
    (A_PAGE, NOBODY, 200, "a link"),
    (A_PAGE, NOBODY, 302, "//evil.example"), (A_WALL, NOBODY, 200, "Dash"),
    (A_BUNDLE, "wall", 403, ""),
    (SHUT, "admin", 200, ""), (TRACE, "admin", 200, ""), (OF_BLACKLIST, LIMITED, 200, ""),
)  # fmt: skip


def test_answers_that_fit_are_told_from_those_that_do_not() -> None:
    for cases, is_wrong in ((FINE, False), (WRONG, True)):
        for target, name, status, body in cases:
            role = {NOBODY: None, LIMITED: Role.SUPERVISOR}.get(name, name)
            visitor = Visitor(Role(role) if role else None)
            answer = Answer(status, {"location": body, "allow": ""}, body.encode())
            fault = misfit(target, name, visitor, answer, DECLARED)
            assert (fault is not None) == is_wrong, (target, name, status, body)
    without_allow = Answer(405, {}, b"")
    assert misfit(TRACE, "admin", Visitor(Role.ADMIN), without_allow, DECLARED)


def call(path: str) -> dict[str, object]:
    """What the browser posts for a page."""
    return page_call(path) | {"changedPropIds": ["location.pathname"]}


def test_the_calls_that_are_tried_are_all_there_are() -> None:
    assert {target.path for target in targets() if target.kind == "callback"} == {"page.children"}


@pytest.mark.parametrize("name", ROLES)
def test_each_role_is_brought_the_pages_that_it_holds(house: House, name: str) -> None:
    visitor = house.visitors[name]
    with house.unharmed():
        for target in (one for one in targets() if one.kind == "page"):
            answer = house.post(CALLBACKS, call(target.path), visitor)
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
        assert house.get("/wall", visitor).status == HTTPStatus.OK
        answer = house.post(ENDS_SESSIONS, None, visitor)
        assert answer.status == HTTPStatus.OK
        gone = answer.headers["set-cookie"].split("\n")  # the browser is told to forget both
        assert {cookie.partition("=")[0] for cookie in gone} == {"session", "csrf"}
        assert all("=;" in cookie and "Max-Age=0" in cookie for cookie in gone)
        house.server.wait_until(
            lambda: house.get("/live/wall", visitor).status == HTTPStatus.UNAUTHORIZED  # noqa: B023
        )
