"""The pace of steps: slower while others wait, but never so slow that nothing comes of it."""

from functools import reduce

from data.operations.pace import LONGEST_PAUSE, SHORTEST_PAUSE, Pace


def after(*waits: float) -> Pace:
    return reduce(Pace.after, waits, Pace())


def test_it_pauses_longer_while_a_small_write_waits_and_shorter_again_afterwards() -> None:
    slow = after(0.001, 0.05, 0.05)
    assert slow.pause == 4 * SHORTEST_PAUSE
    assert slow.after(0.001).pause == 2 * SHORTEST_PAUSE


def test_it_stays_within_its_bounds() -> None:
    assert after(*[0.001] * 9).pause == SHORTEST_PAUSE
    assert after(0.001, *[1.0] * 9).pause == LONGEST_PAUSE


def test_a_database_that_is_always_slow_is_not_slowed_by_us() -> None:
    assert after(*[0.05] * 9).pause == SHORTEST_PAUSE
