"""Whoever was away is told what changed since they went, until they have seen it."""

from datetime import UTC, datetime, timedelta

from data.domain.looks import Look, looked, seen

T = datetime(2026, 3, 1, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_who_comes_first_has_nothing_to_catch_up_with() -> None:
    assert looked(None, T) == Look(T)


def test_who_stays_is_told_nothing_new() -> None:
    look = Look(T)
    for minute in range(5, 60, 5):
        look = looked(look, T + minute * MINUTE)
    assert look == Look(T + 55 * MINUTE)


def test_who_was_away_is_told_since_when_until_it_is_seen() -> None:
    back = looked(Look(T), T + 15 * MINUTE)
    assert back == Look(T + 15 * MINUTE, since=T)
    still = looked(back, T + 20 * MINUTE)
    assert still.since == T
    assert seen(still, T + 21 * MINUTE) == Look(T + 21 * MINUTE)


def test_who_leaves_without_having_seen_it_is_told_of_the_later_time_away() -> None:
    assert looked(Look(T, since=T - 60 * MINUTE), T + 60 * MINUTE).since == T


def test_a_clock_that_went_back_sends_nobody_away() -> None:
    assert looked(Look(T), T - 60 * MINUTE) == Look(T)
