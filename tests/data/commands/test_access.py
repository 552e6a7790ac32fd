"""Giving access: by those who may, of what they have themselves; no secret is written."""

from functools import partial
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Engine

from data.accounts import tokens, users
from data.accounts.directory import Directory
from data.accounts.login import LoginRefusedError, sign_in
from data.accounts.names import BadNameError
from data.accounts.passwords import ShortPasswordError
from data.accounts.tokens import NoSuchTokenError
from data.accounts.users import NameTakenError, NoSuchUserError, User
from data.accounts.walls import NoSuchWallError
from data.commands import access
from data.commands.access import WrongDaysError, WrongRoleError
from data.domain.access import ForbiddenError, NoSuchCampaignError, Role
from data.door import Key
from tests.data.accounts.people import (
    CONSOLE,
    HOME,
    PASSWORD,
    add,
    add_campaigns,
    audited,
    revision,
    signed_in,
)
from tests.data.sql import read, rows


def all_users(engine: Engine) -> list[User]:
    return list(read(engine, users.everyone))


def test_users_are_added_and_listed(engine: Engine) -> None:
    add_campaigns(engine, 1, 2)
    add(engine, "Žofie", Role.MANAGER, campaigns=frozenset({2, 1}))
    add(engine, "anna")
    anna, zofie = all_users(engine)
    assert (anna.name, anna.role, anna.campaigns) == ("anna", "admin", None)
    assert (zofie.name, zofie.role, zofie.campaigns) == ("žofie", "manager", {1, 2})
    assert audited(engine) == [
        ("root", "user.add", "user Žofie", "done"),
        ("root", "user.add", "user anna", "done"),
    ]


@pytest.mark.parametrize(
    ("name", "again"),
    [("Anna", "anna"), ("Anna", "ANNA"), ("Anna", "ａｎｎａ"), ("Žofie", "žofie")],
)
def test_a_name_belongs_to_one(engine: Engine, name: str, again: str) -> None:
    add(engine, name)
    with pytest.raises(NameTakenError):
        add(engine, again)


@pytest.mark.parametrize("role", [Role.WALL, Role.DIALER])
def test_people_have_roles_of_people(engine: Engine, role: Role) -> None:
    with pytest.raises(WrongRoleError):
        add(engine, "anna", role)


@pytest.mark.parametrize(
    ("name", "password", "error"),
    [("an\u202ena", PASSWORD, BadNameError), ("anna", "short", ShortPasswordError)],
)
def test_what_cannot_be_a_user(
    engine: Engine, name: str, password: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        access.add_user(engine, CONSOLE, name, Role.ADMIN, password)
    assert all_users(engine) == []


def test_a_disabled_user_comes_in_again_once_enabled(engine: Engine, account: int) -> None:
    access.disable_user(engine, CONSOLE, "Anna")
    with pytest.raises(LoginRefusedError):
        sign_in(engine, "anna", PASSWORD, HOME)
    access.enable_user(engine, CONSOLE, "anna")
    assert sign_in(engine, "anna", PASSWORD, HOME)


def test_another_password(engine: Engine, account: int) -> None:
    access.change_password(engine, CONSOLE, "anna", "another long password")
    with pytest.raises(LoginRefusedError):
        sign_in(engine, "anna", PASSWORD, HOME)
    assert sign_in(engine, "anna", "another long password", HOME)


def test_what_changes_nothing_ends_nothing(engine: Engine, account: int) -> None:
    sign_in(engine, "anna", PASSWORD, HOME)
    before, written = revision(engine), len(audited(engine))
    access.enable_user(engine, CONSOLE, "anna")
    access.change_role(engine, CONSOLE, "anna", Role.ADMIN)
    assert (revision(engine), len(audited(engine))) == (before, written)


@pytest.mark.parametrize("deed", [
    lambda engine, actor: access.add_user(engine, actor, "eve", Role.ADMIN, PASSWORD),
    lambda engine, actor: access.disable_user(engine, actor, "anna"),
    lambda engine, actor: access.enable_user(engine, actor, "anna"),
    lambda engine, actor: access.change_password(engine, actor, "anna", PASSWORD),
    lambda engine, actor: access.change_role(engine, actor, "anna", Role.ADMIN),
    lambda engine, actor: access.create_token(engine, actor, "t", Role.ADMIN, days=1),
    lambda engine, actor: access.revoke_token(engine, actor, 1),
    lambda engine, actor: access.create_wall(engine, actor, "w"),
    lambda engine, actor: access.revoke_wall(engine, actor, 1),
    access.add_demo_users,
])  # fmt: skip
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.MANAGER])
def test_only_administrators_give_access(engine: Engine, role: Role, deed: Any) -> None:
    add(engine, role=role)
    _, anna = signed_in(engine, Directory(engine))
    with pytest.raises(ForbiddenError):
        deed(engine, anna)
    assert len(all_users(engine)) == 1
    assert audited(engine)[-1][3] == "refused"


def test_nobody_gives_what_they_have_not_got(engine: Engine) -> None:
    """An administrator of some campaigns makes no administrator of all, and takes nobody over."""
    add_campaigns(engine, 1, 2)
    add(engine, "anna", campaigns=frozenset({1}))
    add(engine, "boss")
    _, anna = signed_in(engine, Directory(engine))
    add_eve = partial(access.add_user, engine, anna, "eve", Role.ADMIN, PASSWORD)
    gifts = (
        add_eve,
        partial(access.create_token, engine, anna, "t", Role.ADMIN, days=1),
        partial(access.create_wall, engine, anna, "w"),
        partial(access.change_role, engine, anna, "anna", Role.ADMIN),
    )
    for give, campaigns in product(gifts, (None, frozenset({2}), frozenset({1, 2}))):
        with pytest.raises(NoSuchCampaignError):
            give(campaigns=campaigns)
    token = access.create_token(engine, CONSOLE, "t", Role.ADMIN, days=1)
    wall = access.create_wall(engine, CONSOLE, "w")
    for error, deed, *given in (
        (NoSuchUserError, access.change_password, "boss", PASSWORD),
        (NoSuchTokenError, access.revoke_token, token.id),
        (NoSuchWallError, access.revoke_wall, wall.id),
    ):
        with pytest.raises(error):
            deed(engine, anna, *given)
    assert add_eve(campaigns=frozenset({1}))


def test_campaigns_that_are_not_there(engine: Engine) -> None:
    with pytest.raises(NoSuchCampaignError):
        add(engine, campaigns=frozenset({404}))
    with pytest.raises(NoSuchCampaignError):
        access.create_wall(engine, CONSOLE, "w", frozenset({404}))


@pytest.mark.parametrize("deed", [access.disable_user, access.enable_user])
def test_who_is_not_there(engine: Engine, deed: Any) -> None:
    with pytest.raises(NoSuchUserError):
        deed(engine, CONSOLE, "nobody")


@pytest.mark.parametrize(
    ("role", "days", "error"),
    [(Role.WALL, 1, WrongRoleError), (Role.DIALER, 0, WrongDaysError),
     (Role.DIALER, 3651, WrongDaysError)],
)  # fmt: skip
def test_what_cannot_be_a_token(
    engine: Engine, role: Role, days: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        access.create_token(engine, CONSOLE, "t", role, days=days)


def test_tokens_are_listed_by_their_beginning(engine: Engine) -> None:
    made = access.create_token(engine, CONSOLE, "dialer 1", Role.DIALER, days=30)
    [token] = read(engine, tokens.everyone)
    assert (token.name, token.role, token.created_by) == ("dialer 1", "dialer", "root")
    assert (token.expires_at - token.created_at).days == 30
    assert made.secret.startswith(token.prefix)
    assert len(made.secret) - len(token.prefix) >= 32
    access.revoke_token(engine, CONSOLE, made.id)
    access.revoke_token(engine, CONSOLE, made.id)
    assert [entry[1] for entry in audited(engine)] == ["token.create", "token.revoke"]


def test_one_key_adds_one_user(engine: Engine) -> None:
    key = Key("k", "same")
    first, second = (
        access.add_user(engine, CONSOLE, "anna", Role.ADMIN, PASSWORD, key=key) for _ in range(2)
    )
    assert first == second
    assert len(all_users(engine)) == 1


def test_no_secret_is_written_anywhere(engine: Engine, account: int) -> None:
    secrets = [
        PASSWORD,
        access.create_token(engine, CONSOLE, "t", Role.ADMIN, days=1).secret,
        access.create_wall(engine, CONSOLE, "w").secret,
    ]
    for table in ("users", "tokens", "walls", "sessions", "audit", "idempotency"):
        kept = str(rows(engine, f"SELECT * FROM {table}"))
        assert not [secret for secret in secrets if secret in kept], table


def test_the_users_of_the_demo_come_only_where_there_is_nobody(engine: Engine) -> None:
    assert access.add_demo_users(engine, CONSOLE)
    assert not access.add_demo_users(engine, CONSOLE)
    assert [(user.name, user.role.value) for user in all_users(engine)] == [
        ("admin", "admin"), ("manager", "manager"), ("supervisor", "supervisor"),
    ]  # fmt: skip
