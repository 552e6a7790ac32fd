"""The rules that follow from the numbers alone, at their edges."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from data.domain.alerts import Alert, Finding, Severity, Status, worst_first
from data.domain.answered import Answered
from data.domain.conditions import _abandonment, conditions
from data.domain.course import Stop, Turn, moment_before, stops
from data.domain.dwell import EMPTY, add, bucket_of
from data.domain.scene import Scene, most_share
from data.domain.snapshot import CampaignView, Edge, minute_of
from data.domain.tally import recent
from data.domain.thresholds import limits_of
from tests.dashboard.snapshots import campaign

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
MINUTE = minute_of(NOW)


def view(minutes: Mapping[Edge, Mapping[int, int]] | None = None, **given: Any) -> CampaignView:
    """A campaign whose moves are given by how many minutes ago they were."""
    windows = {
        edge: tuple(moves.get(59 - slot, 0) for slot in range(60))
        for edge, moves in (minutes or {}).items()
    }
    of = campaign(mode=given.pop("mode", "predictive"))
    return CampaignView(of, minutes=windows, minute=MINUTE, **given)


def found(shown: CampaignView, scene: Scene | None = None) -> dict[str, Finding]:
    return {one.cause: one for one in conditions(shown, scene or Scene(NOW))}


CALLS = ("initial", "calling")
FAILS = ("calling", "dial_failed")


@pytest.mark.parametrize(
    ("usual", "failed", "severity"),
    [
        (0, 4, None),  # too few to tell
        (0, 5, Severity.WARN),
        (0, 15, Severity.CRITICAL),
        (4, 5, None),  # as ever
        (4, 13, Severity.WARN),
        (20, 50, Severity.CRITICAL),  # however bad the hour was
    ],
)
def test_failures_are_held_against_the_hour(
    usual: int, failed: int, severity: Severity | None
) -> None:
    calls = dict.fromkeys((0, *range(10, 14)), 50)
    fails = {0: failed} | dict.fromkeys(range(10, 14), usual)
    finding = found(view({CALLS: calls, FAILS: fails})).get("dial_failures")
    assert (finding and finding.severity) == severity
    if finding:
        assert (finding.numerator, finding.denominator) == (failed, 50)


@pytest.mark.parametrize(
    ("abandoned", "connects", "held", "severity"),
    [
        (24, 976, None, None),
        (25, 975, None, Severity.WARN),
        (30, 970, None, Severity.CRITICAL),
        (27, 973, Severity.CRITICAL, Severity.CRITICAL),
        (26, 974, Severity.CRITICAL, Severity.WARN),
        (23, 977, Severity.WARN, Severity.WARN),
        (22, 978, Severity.WARN, None),
        (9, 40, None, None),  # too few to tell
    ],
)
def test_abandonment_near_and_over_the_limit(
    abandoned: int, connects: int, held: Severity | None, severity: Severity | None
) -> None:
    alert = Alert(1, 7, "abandoned_day", None, held, Status.FIRING, NOW, 1)
    newest = {(7, "abandoned_day", None): alert} if held else {}
    calls = Answered(abandoned, connects)
    shown = list(_abandonment(view(), "abandoned_day", calls, Scene(NOW, newest=newest)))
    assert [one.severity for one in shown] == ([severity] if severity else [])
    assert all(one.denominator == abandoned + connects for one in shown)


HOUR = MINUTE // 60


def test_abandonment_belongs_to_predictive_campaigns() -> None:
    hung_up = {"canceled_by_client": {HOUR: 60}}
    assert "abandoned_day" in found(view(hours=hung_up))
    assert not found(view(hours=hung_up, mode="preview"))


def test_a_month_that_is_a_day_is_not_told_twice() -> None:
    assert set(found(view(hours={"canceled_by_client": {HOUR: 60}}))) == {"abandoned_day"}
    older = {"canceled_by_client": {HOUR - 25: 1, HOUR: 60}}
    assert set(found(view(hours=older))) == {"abandoned_day", "abandoned_month"}


def test_moves_of_the_last_hour() -> None:
    shown = view(
        {
            ("success", "calling"): {1: 2},
            ("removed", "initial"): {59: 1},
            ("success", "acw"): {1: 9},
            ("bcw", "calling"): {3: 4},
            ("acw", "calling"): {3: 1},
        }
    )
    reopened = [one for one in conditions(shown, Scene(NOW)) if one.cause == "reopened"]
    assert {one.state: (one.count, one.severity) for one in reopened} == {
        "success": (2, Severity.CRITICAL),
        "removed": (1, Severity.CRITICAL),
    }
    unexpected = found(shown)["unexpected_move"]
    assert (unexpected.count, unexpected.shared[0].value) == (5, "bcw>calling")
    assert not found(shown, Scene(NOW + timedelta(minutes=59)))
    assert set(found(shown)) == {"reopened", "unexpected_move"}, "it is counted as of each scene"


def test_counts_that_did_not_agree_are_told_for_ten_minutes() -> None:
    for drifted, is_told in (
        ({7: NOW - timedelta(minutes=9)}, True),
        ({7: NOW - timedelta(minutes=11)}, False),
        ({8: NOW}, False),
    ):
        assert ("drift" in found(view(), Scene(NOW, drifted=drifted))) == is_told


def test_a_window_that_has_moved_on() -> None:
    shown = view({CALLS: {0: 1, 4: 10, 59: 100}})
    assert recent(shown, [CALLS], MINUTE, 60) == 111
    assert recent(shown, [CALLS], MINUTE, 5) == 11
    assert recent(shown, [CALLS], MINUTE + 1, 5) == 1
    assert recent(shown, [CALLS], MINUTE + 61, 60) == 0


def test_long_calls_are_long_for_their_campaign() -> None:
    talked = add(EMPTY, bucket_of(3600), 100)
    limits = limits_of(view(dwell={"call_in_progress": talked}), "call_in_progress", {})
    assert limits.warn == pytest.approx(3 * 3600, rel=0.13)
    assert limits.critical == pytest.approx(2 * limits.warn)


def at(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def test_the_clock_stands_still_in_pauses() -> None:
    turns = [
        Turn("in_progress", at(1000)), Turn("paused", at(500)), Turn("in_progress", at(400)),
        Turn("paused", at(30)), Turn("in_progress", at(10)),
    ]  # fmt: skip
    paused = stops(turns)
    assert paused == (Stop(at(500), at(400)), Stop(at(30), at(10)))
    for ran, moment in ((0, 0), (9, 9), (11, 31), (380, 400), (381, 501), (2000, 2120)):
        assert moment_before(NOW, ran, paused) == at(moment), ran
    still = (*paused, Stop(at(5)))
    assert moment_before(NOW, 1, still) == at(6)


def test_what_most_share() -> None:
    assert [shared.value for shared in most_share("operator", ["a", "a", "b"])] == ["a"]
    assert most_share("operator", ["a", "b"]) == ()
    assert most_share("operator", [None, None, "b"]) == ()
    assert most_share("operator", []) == ()


def test_harm_ranks_the_client_on_the_line_before_paperwork() -> None:
    def alert(id: int, cause: str, severity: Severity, status: Status = Status.FIRING) -> Alert:
        return Alert(id, 7, cause, None, severity, status, NOW, 1)

    ranked = worst_first(
        [
            alert(1, "unexpected_move", Severity.WARN),
            alert(2, "stuck", Severity.CRITICAL),
            alert(3, "client_waiting", Severity.WARN),
            alert(4, "reopened", Severity.CRITICAL, Status.ACKNOWLEDGED),
            alert(5, "reopened", Severity.CRITICAL),
        ]
    )
    assert [one.id for one in ranked] == [5, 3, 2, 1, 4]
