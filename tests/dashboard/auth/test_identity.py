"""From what a request carries to who sent it."""

import pytest

from dashboard.auth.caller import Caller
from dashboard.auth.identity import holds, identify
from data.domain.access import LOCAL, Role
from tests.dashboard.people import SCREEN, People, person, program

ANA, CRM = person(Role.MANAGER), program(Role.DIALER)
PEOPLE = People(ANA, CRM, SCREEN)
HERE, THERE = ("127.0.0.1", True), ("192.0.2.7", False)


@pytest.mark.parametrize("at", [HERE, THERE])
def test_a_session_and_a_token_say_whose_they_are(at: tuple[str, bool]) -> None:
    assert identify(PEOPLE, Caller(*at, session="session-manager")) == ANA
    assert identify(PEOPLE, Caller(*at, session="wall-wall")) == SCREEN
    assert identify(PEOPLE, Caller(*at, bearer="token-dialer")) == CRM
    for given in ({}, {"session": "x"}, {"session": ""}, {"bearer": "x"}, {"bearer": ""}):
        assert identify(PEOPLE, Caller(*at, **given)) is None


def test_neither_does_for_the_other() -> None:
    assert identify(PEOPLE, Caller(*HERE, session="token-dialer")) is None
    assert identify(PEOPLE, Caller(*HERE, bearer="session-manager")) is None


def test_a_wrong_token_is_not_made_good_by_a_cookie_or_by_the_open_house() -> None:
    assert identify(PEOPLE, Caller(*HERE, session="session-manager", bearer="x")) is None
    assert identify(People(), Caller(*HERE, bearer="x")) is None
    assert identify(People(), Caller(*HERE, bearer="")) is None


def test_the_house_is_open_to_who_sits_here_while_there_is_no_account() -> None:
    assert identify(People(), Caller(*HERE)) == LOCAL
    assert identify(People(), Caller(*HERE, session="forgotten")) == LOCAL
    assert identify(People(), Caller(*THERE)) is None
    assert identify(People(), Caller("127.0.0.1", False)) is None
    assert identify(PEOPLE, Caller(*HERE)) is None


def test_who_watches_may_go_on_while_access_stands() -> None:
    assert holds(People(), LOCAL)
    assert not holds(PEOPLE, LOCAL)
    assert holds(PEOPLE, ANA)
    assert not holds(People(CRM), ANA)
