"""The windows of a view: what is too old leaves, and what has stood still is read as of now."""

from data.domain.snapshot import (
    WINDOW_HOURS,
    CampaignView,
    Dial,
    Move,
    fold,
    hour_of,
    hours_from,
    minute_of,
    minutes_from,
)
from tests.dashboard.snapshots import MINUTE, campaign

HOUR = hour_of(MINUTE)
VIEW = CampaignView(campaign(), minute=MINUTE)


def dial(hour: int | None, count: int = 1, attempt: int = 1, state: str = "calling") -> Dial:
    return Dial(7, state, attempt, hour, count)


def test_dials_are_counted_by_attempt_whenever_they_were() -> None:
    view = fold(VIEW, [dial(HOUR), dial(None, 5), dial(HOUR, 2, attempt=10)], MINUTE)
    assert view.dials == {("calling", 1): 6, ("calling", 10): 2}
    assert view.hours == {"calling": {HOUR: 3}}


def test_an_hour_leaves_after_thirty_days() -> None:
    view = fold(VIEW, [dial(HOUR - WINDOW_HOURS, 3), dial(HOUR, 4)], MINUTE)
    assert view.hours["calling"] == {HOUR - WINDOW_HOURS: 3, HOUR: 4}
    load = Move(7, None, "initial", None, 0, MINUTE, None, 1)
    view = fold(view, [load], MINUTE + 60)
    assert view.hours["calling"] == {HOUR: 4}


def test_what_is_kept_is_bounded() -> None:
    view = VIEW
    for passed in range(0, 2 * WINDOW_HOURS, 7):
        view = fold(view, [dial(HOUR + passed)], MINUTE + 60 * passed)
    assert len(view.hours["calling"]) <= WINDOW_HOURS // 7 + 1


def test_hours_that_have_passed_are_not_counted_though_the_view_stands_still() -> None:
    view = fold(VIEW, [dial(HOUR - 24, 3), dial(HOUR - 25, 100), dial(HOUR, 4)], MINUTE)
    assert view.in_hours("calling", 24, MINUTE) == 7
    assert view.in_hours("calling", 24, MINUTE + 60) == 4
    assert view.in_hours("canceled_by_client", 24, MINUTE) == 0


def test_the_last_minutes_of_an_edge_as_of_now() -> None:
    window = tuple(range(60))
    view = CampaignView(campaign(), minutes={("acw", "success"): window}, minute=MINUTE)
    for passed in (0, 1, 4, 59, 60, 90):
        for minutes in (1, 5, 60):
            shifted = view.per_minute(view.minutes, MINUTE + passed)
            found = view.in_minutes(("acw", "success"), minutes, MINUTE + passed)
            assert found == sum(shifted[-minutes:])


def test_dwells_are_summed_to_the_millisecond() -> None:
    left = Move(7, "calling", "acw", 1, 3, MINUTE, 5, 2, 4_001)
    again = Move(7, "calling", "acw", 1, 3, MINUTE, 6, 1, 999)
    loaded = Move(7, None, "calling", None, 1, MINUTE, None, 3)
    view = fold(VIEW, [loaded, left, again], MINUTE)
    assert view.dwell_ms == {"calling": 5_000}
    assert sum(view.dwell["calling"]) == 3


def test_windows_begin_with_a_whole_minute_and_a_whole_hour() -> None:
    assert minute_of(minutes_from(MINUTE)) == MINUTE - 59
    assert minute_of(hours_from(MINUTE)) == 60 * (HOUR - WINDOW_HOURS)
