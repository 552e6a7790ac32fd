"""Why nothing is moving: each reason where it holds, nowhere else, the weightiest first."""

import string
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from data.domain.diagnosis import explanations, is_still
from data.domain.snapshot import CampaignView
from tests.dashboard.snapshots import MINUTE, NOON, VIEWS, campaign


def view(minutes: Any = None, **given: Any) -> CampaignView:
    """A campaign with so many contacts in each state, and its status."""
    own = {name: given.pop(name) for name in ("status", "started_at") if name in given}
    cells = {(state, 0): count for state, count in given.items()}
    return CampaignView(campaign(**own), cells=cells, minutes=minutes or {}, minute=MINUTE)


def ago(minutes: int, count: int = 5) -> tuple[int, ...]:
    """Moves so many minutes ago."""
    return (*[0] * (59 - minutes), count, *[0] * minutes)


FAILS = {("calling", "dial_failed"): ago(20, 19), ("initial", "calling"): ago(20, 20)}


@pytest.mark.parametrize(
    ("standing", "keys"),
    [
        (view(), ["nothing_loaded"]),
        (view(status="paused"), ["nothing_loaded", "paused"]),
        (view(status="paused", initial=5), ["paused"]),
        (view(status="canceled", initial=5), ["canceled"]),
        (view(status="canceling", call_in_progress=5), ["canceling", "only_calls"]),
        (view(status="finished", success=5), ["finished", "all_closed"]),
        (view(status="initial", initial=5), ["not_started"]),
        (view(invalid_record=3, blacklisted=2), ["none_callable"]),
        (view(success=3, blacklisted=2), ["all_closed"]),
        (view(FAILS, initial=3, dial_failed=19), ["dialing_fails", "none_taken"]),
        (view(initial=3, awaiting_free_operator=2, operator_assigned=1), ["no_operator"]),
        (view(initial=3, acw=2), ["only_acw"]),
        (view(initial=3, bcw=2), ["only_bcw"]),
        (view(initial=3, calling=2), ["only_ringing"]),
        (view(initial=3, call_in_progress=2), ["only_calls"]),
        (view(success=9, retry_scheduled=4), ["only_retries"]),
        (view(initial=3, retry_scheduled=4), ["none_taken"]),
        (view(initial=3, other=4, calling=1), ["only_ringing", "unknown_states"]),
        (view(initial=3, acw=1, calling=1), []),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else "",
)
def test_reasons(standing: CampaignView, keys: list[str]) -> None:
    assert [reason.key for reason in explanations(standing, MINUTE)] == keys


@given(VIEWS)
def test_every_sentence_has_its_numbers(any_view: CampaignView) -> None:
    for reason in explanations(any_view, MINUTE):
        wanted = {name for _, name, _, _ in string.Formatter().parse(reason.text) if name}
        assert wanted == set(reason.numbers)


@pytest.mark.parametrize(
    ("standing", "still"),
    [
        (view(initial=5), True),
        (view({("initial", "calling"): ago(3)}), True),
        (view({("initial", "calling"): ago(2)}), False),
        (view({("initial", "calling"): ago(0)}), False),
        (view({(None, "initial"): ago(0), ("initial", None): ago(0)}), True),
        (view({("initial", "calling"): ago(0)}, status="paused"), True),
        (view(started_at=NOON - timedelta(seconds=100)), False),
        (view(started_at=NOON - timedelta(minutes=4)), True),
    ],
)
def test_when_it_is_still(standing: CampaignView, still: bool) -> None:
    assert is_still(standing, MINUTE) is still
