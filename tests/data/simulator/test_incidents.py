"""Incidents come one at a time, seldom, and the same ones for the same seed."""

from collections import Counter
from random import Random

from data.simulator.incidents import FEW_OPERATORS, PBX, WORKSTATION, Incidents


def kinds(seed: int, hours: int) -> list[str | None]:
    incidents = Incidents(Random(seed))
    return [incidents.at(second) for second in range(hours * 3600)]


def test_all_kinds_happen_and_most_of_the_time_is_quiet() -> None:
    seconds = Counter(kinds(1, hours=50))
    assert set(seconds) == {None, PBX, FEW_OPERATORS, WORKSTATION}
    assert seconds[None] > 0.85 * seconds.total()


def test_the_first_minutes_are_quiet() -> None:
    assert all(set(kinds(seed, hours=1)[:300]) == {None} for seed in range(20))


def test_the_same_seed_brings_the_same_incidents() -> None:
    assert kinds(3, hours=5) == kinds(3, hours=5)
    assert kinds(3, hours=5) != kinds(4, hours=5)


def test_operators_are_away_only_when_there_are_few() -> None:
    incidents = Incidents(Random(1))
    away = {incidents.at(second): incidents.away(20) for second in range(50 * 3600)}
    assert away == {None: 0, PBX: 0, WORKSTATION: 0, FEW_OPERATORS: 12}
