"""What each route asks: every route there is, held against every role there is."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.auth.rules import CALLBACK_RULES, DASH, Door, admit, rule_of
from dashboard.pages import PAGES
from dashboard.visitor import needs
from data.domain.access import HELD, Permission
from tests.dashboard.people import EVERYBODY

SIGN_IN = {"/login", "/login/oidc", "/login/oidc/callback", "/logout", "/wall/enter"}
OPEN = {"/healthz", "/readyz", *SIGN_IN}
# Dash's own that nobody needs.
SHUT = {"/_reload-hash"}


@pytest.mark.parametrize("actor", EVERYBODY, ids=lambda actor: f"{actor.means}-{actor.role}")
@pytest.mark.parametrize("permission", Permission)
def test_a_role_passes_where_it_has_the_permission(actor: Any, permission: Permission) -> None:
    problem = admit(actor, permission)
    assert (problem is None) == (actor.role in HELD[permission])
    assert problem is None or problem.status == 403


def test_strangers_pass_where_everybody_does_and_nobody_where_nobody_does() -> None:
    assert admit(None, Door.OPEN) is None
    assert {admit(None, rule).status for rule in (*Permission, Door.CLOSED)} == {401}  # type: ignore[union-attr]
    assert {admit(actor, Door.CLOSED).status for actor in EVERYBODY} == {404}  # type: ignore[union-attr]


def test_a_view_says_its_rule_or_is_closed() -> None:
    def view() -> None: ...

    assert rule_of("/new", view) is Door.CLOSED
    assert rule_of("/new", needs(Permission.READ_AUDIT)(view)) is Permission.READ_AUDIT
    assert rule_of("/new", needs(None)(view)) is Door.OPEN


def test_every_route_has_a_rule_and_few_are_open(dash: Any) -> None:
    rules = {
        rule.rule: rule_of(rule.rule, dash.server.view_functions[rule.endpoint])
        for rule in dash.server.url_map.iter_rules()
    }
    assert {path for path, rule in rules.items() if rule is Door.CLOSED} == SHUT
    opened = {path for path, rule in rules.items() if rule is Door.OPEN}
    assert {path for path in opened if not path.startswith("/bundles/")} == OPEN
    assert len(opened) == len(OPEN) + 2
    assert set(DASH) <= set(rules)


def test_every_page_and_every_callback_has_a_rule(dash: Any) -> None:
    assert {type(page.PERMISSION) for page in PAGES} == {Permission}
    assert set(dash.callback_map) == set(CALLBACK_RULES)


def address(rule: Any) -> str:
    values = {name: 1 if "int" in type(made).__name__.lower() else "x"
              for name, made in rule._converters.items()}  # fmt: skip
    return str(rule.build(values, append_unknown=False)[1])


def test_no_route_lets_a_stranger_in(dash: Any, client: FlaskClient) -> None:
    for rule in dash.server.url_map.iter_rules():
        path = address(rule)
        if rule.rule in OPEN or path.startswith("/bundles/"):
            continue
        for method in sorted(rule.methods or ()):
            answer = client.open(path, method=method, json={} if method == "POST" else None)
            assert answer.status_code in (302, 401), (method, path)
            assert answer.status_code == 401 or answer.location.startswith("/login?next="), path


@pytest.mark.parametrize("actor", EVERYBODY, ids=lambda actor: f"{actor.means}-{actor.role}")
def test_every_route_is_closed_to_roles_without_the_permission(
    dash: Any, client: FlaskClient, actor: Any
) -> None:
    from tests.dashboard.auth.test_gate import sent_by

    tried = 0
    for rule in dash.server.url_map.iter_rules():
        permission = rule_of(rule.rule, dash.server.view_functions[rule.endpoint])
        if isinstance(permission, Door) or actor.may(permission):
            continue
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            given = sent_by(actor) | ({"json": {}} if method == "POST" else {})
            answer = client.open(address(rule), method=method, **given)
            assert answer.status_code == 403, (method, rule.rule)
            tried += 1
    assert tried > 2 or actor.role in ("admin", "supervisor")
