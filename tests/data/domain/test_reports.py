"""Moves that a dialer reports: what is taken, what is refused, and all or none."""

import pytest

from data.domain.reports import SENTENCES, Fault, Outcome, Report, Standing, judge
from data.domain.states import BY_CODE, CODES, Kind

IN_FLIGHT = [code for code in CODES if BY_CODE[code].kind is Kind.IN_FLIGHT]
WAITING = [code for code in CODES if BY_CODE[code].kind is Kind.WAITING]


def fault(before: str, after: str, status: str = "in_progress") -> Fault | None:
    contact = Standing(1, 7, status, before)
    (judged,) = judge([Report(1, after)], {1: contact})
    return judged.fault


def test_several_moves_of_one_contact_go_on_from_each_other() -> None:
    moves = [Report(1, "calling", "initial"), Report(1, "call_in_progress", "calling")]
    first, second = judge(moves, {1: Standing(1, 7, "in_progress", "initial")})
    assert (first.outcome, second.outcome) == (Outcome.DONE, Outcome.DONE)
    assert second.after.state == "call_in_progress"


def test_what_is_said_twice_is_unchanged_and_what_is_left_out_stays() -> None:
    contact = Standing(1, 7, "canceled", "success", operator="ana", reason="sold")
    moves = [Report(1, "success"), Report(1, "success", None, {"reason": None})]
    first, second = judge(moves, {1: contact})
    assert first.outcome is Outcome.UNCHANGED
    assert second.after == Standing(1, 7, "canceled", "success", operator="ana")


def test_who_claims_what_somebody_else_has_is_told_so() -> None:
    (judged,) = judge([Report(1, "calling", "initial")], {1: Standing(1, 7, "x", "calling")})
    assert (judged.fault, judged.after and judged.after.state) == (Fault.MOVED, "calling")


def test_one_error_leaves_everything_as_it_was() -> None:
    standing = {1: Standing(1, 7, "in_progress", "initial"), 2: Standing(2, 7, "x", "acw")}
    moves = [Report(1, "calling"), Report(9, "acw"), Report(2, "acw"), Report(1, "acw", "bcw")]
    judged = judge(moves, standing)
    assert [one.outcome for one in judged] == ["not_done", "error", "unchanged", "error"]
    assert [one.fault for one in judged] == [None, "unknown_contact", None, "moved"]
    assert [one.after and one.after.state for one in judged] == ["initial", None, "acw", "initial"]


@pytest.mark.parametrize("status", ["initial", "paused", "canceling", "canceled", "finished"])
def test_nothing_is_taken_up_unless_the_campaign_is_in_progress(status: str) -> None:
    for before in (*WAITING, "dial_failed", "canceled_by_client", "rejected_by_operator"):
        for after in IN_FLIGHT:
            assert fault(before, after, status) is Fault.NOT_IN_PROGRESS, (before, after)
            assert fault(before, after) is None


def test_who_was_taken_up_before_a_pause_is_dialed_but_not_after_the_fence() -> None:
    for before in ("operator_assigned", "bcw", "awaiting_free_operator"):
        assert fault(before, "calling", "paused") is None
        assert fault(before, "calling", "canceling") is Fault.NOT_IN_PROGRESS
    for after in ("call_in_progress", "operator_assigned", "retry_scheduled", "dial_failed"):
        assert fault("calling", after, "canceling") is None


@pytest.mark.parametrize(
    "before", ["success", "invalid_record", "canceled_by_admin", "removed", "blacklisted"]
)
def test_what_is_done_stays_done(before: str) -> None:
    for after in set(CODES) - {before, "acw"}:
        assert fault(before, after) is Fault.FINAL, after
    assert fault(before, "acw") is (None if before == "success" else Fault.FINAL)


def test_to_cancel_and_to_remove_is_not_a_dialers() -> None:
    assert fault("bcw", "canceled_by_admin") is Fault.NOT_CANCELED
    assert fault("bcw", "canceled_by_admin", "canceling") is None
    assert fault("bcw", "removed") is Fault.NOT_YOURS


def test_every_fault_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Fault)
