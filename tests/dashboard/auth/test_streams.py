"""Open streams: how many, and an end when access ends."""

import asyncio

import pytest

from dashboard.auth.streams import Stream, Streams
from data.domain.access import LOCAL, Actor, Role
from tests.dashboard.people import SCREEN, person, program

ANA = person(Role.SUPERVISOR)


def entered(streams: Streams, actor: Actor, address: str = "192.0.2.7") -> Stream:
    found = streams.enter(actor, address)
    assert found is not None
    return found


def test_one_viewer_has_so_many_and_an_address_has_so_many() -> None:
    streams = Streams(lambda _: True, most_of_one=2, most_of_an_address=3)
    first = entered(streams, ANA)
    entered(streams, ANA)
    assert streams.enter(ANA, "198.51.100.1") is None
    entered(streams, SCREEN)
    assert streams.enter(program(Role.ADMIN), "192.0.2.7") is None
    entered(streams, program(Role.ADMIN), "198.51.100.1")
    streams.leave(first)
    entered(streams, ANA)


def test_who_sits_here_may_have_any_number() -> None:
    streams = Streams(lambda _: True, most_of_one=2, most_of_an_address=2)
    assert len({id(entered(streams, LOCAL)) for _ in range(9)}) > 1


async def test_streams_of_those_whose_access_has_ended_end_and_each_is_asked_for_once() -> None:
    asked: list[Actor] = []

    def holds(actor: Actor) -> bool:
        asked.append(actor)
        return actor != ANA

    streams = Streams(holds)
    of_ana = [entered(streams, ANA) for _ in range(3)]
    of_wall = entered(streams, SCREEN)
    await streams.look()
    assert [stream.over.is_set() for stream in (*of_ana, of_wall)] == [True, True, True, False]
    assert sorted(actor.name for actor in asked) == ["Ana", "Hall"]


async def test_a_look_that_fails_is_not_the_last(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("dashboard.auth.streams.LOOK_SECONDS", 0)
    answers = iter([OSError("gone"), False])

    def holds(_: Actor) -> bool:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    streams = Streams(holds)
    stream = entered(streams, ANA)
    task = asyncio.create_task(streams.watch())
    await stream.over.wait()
    task.cancel()
    assert "may still watch" in caplog.text
