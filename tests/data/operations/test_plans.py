"""A preview binds a deed: to the wish, the status, the time, and to no more contacts than shown."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from data.domain.operation import Fate, Kind, Plan
from data.operations import plans
from data.operations.plans import GrownError, Terms, Wish, WrongTokenError, check

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TERMS = Terms("secret")
WISH = Wish(Kind.CANCEL, 7)


def planned(now: datetime = NOW, **untouched: int) -> Plan:
    """A plan over 1,000 waiting contacts, less those that are given as untouched."""
    fates: dict[Fate, Any] = {fate: {} for fate in Fate}
    fates[Fate.MOVED] = {"initial": 1_000 - sum(untouched.values())}
    fates[Fate.UNTOUCHED] = untouched
    shown = {"mark": WISH.mark, "status": "paused", "at": now.timestamp()}
    token = plans._sealed(shown | {"open": plans._open(fates)}, TERMS.secret)
    return Plan(Kind.CANCEL, 7, "Spring", now, fates, token)


def more(plan: Plan, number: int) -> Plan:
    """The plan some seconds later, with so many more contacts that wait."""
    moved = {"initial": plan.fates[Fate.MOVED]["initial"] + number}
    later = plan.as_of + timedelta(seconds=5)
    return Plan(plan.kind, 7, "Spring", later, {**plan.fates, Fate.MOVED: moved}, "")


def test_what_was_shown_is_done() -> None:
    shown = planned()
    check(shown.token, shown, WISH, "paused", TERMS)
    check(shown.token, more(shown, -400), WISH, "paused", TERMS)


def test_a_hundredth_comes_back_while_somebody_reads_and_no_more() -> None:
    shown = planned()
    check(shown.token, more(shown, 10), WISH, "paused", TERMS)
    with pytest.raises(GrownError):
        check(shown.token, more(shown, 11), WISH, "paused", TERMS)


def test_of_few_contacts_not_one_is_added() -> None:
    shown = planned(success=950)
    with pytest.raises(GrownError):
        check(shown.token, more(shown, 1), WISH, "paused", TERMS)


def test_who_comes_back_from_after_call_work_was_shown() -> None:
    shown = planned(success=950, acw=20)
    back = Plan(Kind.CANCEL, 7, "Spring", NOW, {**shown.fates, Fate.MOVED: {"initial": 50}}, "")
    back.fates[Fate.UNTOUCHED].pop("acw")  # type: ignore[attr-defined]
    check(shown.token, back, WISH, "paused", TERMS)


def test_another_status_or_a_long_time_later_is_looked_at_again() -> None:
    shown = planned()
    with pytest.raises(GrownError):
        check(shown.token, shown, WISH, "in_progress", TERMS)
    with pytest.raises(GrownError):
        check(shown.token, planned(NOW + timedelta(minutes=11)), WISH, "paused", TERMS)


def test_the_token_of_another_wish_or_key_is_none() -> None:
    shown = planned()
    with pytest.raises(WrongTokenError):
        check(shown.token, shown, Wish(Kind.CANCEL, 8), "paused", TERMS)
    with pytest.raises(WrongTokenError):
        check(shown.token, shown, WISH, "paused", Terms("another"))
