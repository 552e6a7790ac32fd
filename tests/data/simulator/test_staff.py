"""Operators are taken in turn, and never twice."""

from data.simulator.staff import Staff


def test_the_operator_who_has_been_free_longest_is_next() -> None:
    staff = Staff(["Ada", "Ben"])
    assert staff.seat() == "Ada"
    staff.release("Ada")
    assert [staff.seat(), staff.seat(), staff.seat()] == ["Ben", "Ada", None]
    assert (staff.free, staff.busy) == (0, 2)


def test_those_away_look_free_but_do_not_answer() -> None:
    staff = Staff(["Ada", "Ben"])
    staff.away = 1
    assert staff.seat() == "Ada"
    assert (staff.free, staff.answers, staff.seat()) == (1, False, None)


def test_strangers_and_doubles_are_ignored() -> None:
    staff = Staff(["Ada"])
    for name in ("Ada", "Zoe", None):
        staff.release(name)
    staff.occupy("Zoe")
    assert staff.free == 1
    staff.occupy("Ada")
    assert staff.seat() is None
