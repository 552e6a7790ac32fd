"""Walls: links that sign screens in, which are told apart and can be sent away."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from data.accounts import sessions, walls
from data.accounts.directory import Directory
from data.accounts.walls import NoSuchLinkError, Wall
from data.commands import access
from data.domain.access import Actor, Permission
from tests.data.accounts.people import CONSOLE, add_campaigns, audited
from tests.data.sql import execute, read

LONG_AGO = "UPDATE sessions SET seen_at = '2020-01-01T00:00:00.000Z'"


def all_walls(engine: Engine) -> list[Wall]:
    return list(read(engine, walls.everyone))


def enter(engine: Engine, link: str) -> Actor:
    actor = Directory(engine).by_session(walls.enter(engine, link))
    assert actor is not None
    return actor


def test_a_link_signs_screens_in_for_a_year(engine: Engine) -> None:
    add_campaigns(engine, 1, 2)
    made = access.create_wall(engine, CONSOLE, "Lobby", frozenset({2, 1}))
    first, second = enter(engine, made.secret), enter(engine, made.secret)
    assert first.session_id != second.session_id
    assert first.campaigns == {1, 2}
    assert first.may(Permission.SEE_WALLS)
    assert not first.may(Permission.SEE_NUMBERS)
    [wall] = all_walls(engine)
    assert (wall.name, wall.created_by, len(wall.screens)) == ("Lobby", "root", 2)
    assert made.secret.startswith(wall.prefix)
    assert len(made.secret) > len(wall.prefix) + 30
    with engine.connect() as connection:
        row = connection.execute(sessions.sessions.select().limit(1)).one()
    assert row.expires_at - row.created_at == timedelta(days=365)


@pytest.mark.parametrize("link", ["", "cdw_", "x" * 5000, "\x00", "\udc80"])
def test_what_is_no_link_opens_nothing(engine: Engine, link: str) -> None:
    access.create_wall(engine, CONSOLE, "Lobby")
    with pytest.raises(NoSuchLinkError):
        walls.enter(engine, link)


def test_a_revoked_link_opens_nothing(engine: Engine) -> None:
    made = access.create_wall(engine, CONSOLE, "Lobby")
    access.revoke_wall(engine, CONSOLE, made.id)
    with pytest.raises(NoSuchLinkError):
        walls.enter(engine, made.secret)
    [wall] = all_walls(engine)
    assert wall.revoked_at is not None


def test_a_screen_tells_how_far_behind_it_is(engine: Engine) -> None:
    screen = enter(engine, access.create_wall(engine, CONSOLE, "Lobby").secret)
    assert all_walls(engine)[0].screens[0].behind_ms is None
    walls.seen(engine, screen, 1234)
    [told] = all_walls(engine)[0].screens
    assert told.behind_ms == 1234
    walls.seen(engine, screen, 5)  # so soon again is not worth a write
    assert all_walls(engine)[0].screens == (told,)
    execute(engine, LONG_AGO)
    walls.seen(engine, screen, 10**30)
    assert all_walls(engine)[0].screens[0].behind_ms == walls.MOST_BEHIND_MS
    assert all_walls(engine)[0].screens[0].seen_at >= told.since


def test_who_is_no_screen_is_not_written_down(engine: Engine) -> None:
    walls.seen(engine, CONSOLE, 5)
    assert execute(engine, "SELECT count(*) FROM sessions") == 0


def test_a_link_has_room_for_so_many_screens(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "SCREENS", 2)
    made = access.create_wall(engine, CONSOLE, "Lobby")
    first, second = enter(engine, made.secret), enter(engine, made.secret)
    execute(engine, f"{LONG_AGO} WHERE id = {second.session_id}")
    third = enter(engine, made.secret)
    left = {screen.id for screen in all_walls(engine)[0].screens}
    assert left == {first.session_id, third.session_id}


def test_it_is_written_down(engine: Engine) -> None:
    made = access.create_wall(engine, CONSOLE, "Lobby")
    walls.enter(engine, made.secret)
    access.revoke_wall(engine, CONSOLE, made.id)
    access.revoke_wall(engine, CONSOLE, made.id)
    assert audited(engine) == [
        ("root", "wall.create", "wall Lobby", "done"),
        ("Lobby", "session.begin", "wall Lobby", "done"),
        ("root", "wall.revoke", "wall Lobby", "done"),
    ]
