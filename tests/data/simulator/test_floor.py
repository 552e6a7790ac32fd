"""The floor alone, over simulated hours: what it decides is possible, fair and repeatable."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random

import pytest

from data.domain.states import MODES, Kind, is_open, state_of
from data.simulator import floor as floor_module
from data.simulator import incidents
from data.simulator.floor import Floor
from data.simulator.habits import HABITS, MOST_ATTEMPTS
from data.simulator.people import operators
from data.simulator.records import Campaign, Contact, Move
from tests.data.moves import taken

PHONE = "+12025550100"
STEP_SECONDS = 1.5


def campaign(mode: str, status: str = "in_progress", bcw_seconds: int | None = 20) -> Campaign:
    return Campaign(id=7, name="Any", mode=mode, status=status, bcw_seconds=bcw_seconds)


def floor_with(mode: str, contacts: Iterable[Contact], seed: int = 1) -> Floor:
    floor = Floor(campaign(mode), Random(seed))
    for contact in contacts:
        floor.meet(contact, 0)
    return floor


def new_contacts(number: int) -> list[Contact]:
    return [Contact(contact_id, "initial", PHONE) for contact_id in range(number)]


def run(floor: Floor, until: float, since: float = 0) -> list[Move]:
    steps = range(int((until - since) / STEP_SECONDS))
    return [move for step in steps for move in floor.due(since + (step + 1) * STEP_SECONDS)]


def without_incidents(monkeypatch: pytest.MonkeyPatch, kind: str | None = None) -> None:
    monkeypatch.setattr(incidents.Incidents, "at", lambda self, now: kind)


def states(moves: Sequence[Move]) -> dict[int, str]:
    return {move.contact_id: move.to_state for move in moves}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("mode", MODES)
def test_a_long_day_holds_only_moves_that_are_possible(mode: str, seed: int) -> None:
    moves = run(floor_with(mode, new_contacts(2000), seed), until=6 * 3600)
    before = dict.fromkeys(range(2000), "initial")
    for move in moves:
        assert before[move.contact_id] == move.from_state
        assert taken(mode, move.from_state, move.to_state) != "unexpected", move
        before[move.contact_id] = move.to_state
    assert {"success", "retry_scheduled", "acw"} <= set(before.values()) | {
        move.to_state for move in moves
    }


@pytest.mark.parametrize("mode", MODES)
def test_no_operator_has_two_contacts(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without_incidents(monkeypatch)
    manned = HABITS[mode].manned
    busy = operators(7, HABITS[mode].operators)[3]
    found = Contact(5000, "call_in_progress", PHONE, 1, busy)
    holder: dict[int, str | None] = {5000: busy}
    for move in run(floor_with(mode, [found, *new_contacts(1000)]), until=3 * 3600):
        holder.pop(move.contact_id, None)
        if move.to_state in manned:
            assert move.operator in operators(7, HABITS[mode].operators)
            assert move.operator not in holder.values()
            holder[move.contact_id] = move.operator


def test_a_client_who_waited_talks_as_long_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    without_incidents(monkeypatch)
    habits = HABITS["predictive"]
    talk = replace(habits.stays["call_in_progress"], seconds=lambda rng: 100.0)
    stays = {**habits.stays, "call_in_progress": talk}
    monkeypatch.setitem(floor_module.HABITS, "predictive", replace(habits, per_free=4, stays=stays))
    floor = floor_with("predictive", new_contacts(500))
    answered: dict[int, int] = {}
    waited = 0
    for now in range(600):
        for move in floor.due(now):
            if move.to_state == "call_in_progress":
                answered[move.contact_id] = now
                waited += move.from_state == "awaiting_free_operator"
            if move.from_state == "call_in_progress":
                assert now - answered[move.contact_id] >= 99
    assert waited > 5


@pytest.mark.parametrize("mode", MODES)
def test_every_contact_ends(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without_incidents(monkeypatch)
    floor = floor_with(mode, new_contacts(300))
    ends = states(run(floor, until=20 * 3600))
    assert len(ends) == 300
    assert not any(is_open(state) for state in ends.values())
    assert floor.is_idle


@pytest.mark.parametrize("mode", MODES)
def test_nobody_is_called_too_often(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without_incidents(monkeypatch)
    calls: Counter[int] = Counter()
    given_up = 0
    for move in run(floor_with(mode, new_contacts(1500)), until=20 * 3600):
        calls[move.contact_id] += move.to_state == "calling"
        if (move.from_state, move.to_state) == ("calling", "retry_scheduled"):
            assert calls[move.contact_id] < MOST_ATTEMPTS
        given_up += move.reason == f"no answer in {MOST_ATTEMPTS} attempts"
    assert given_up


@pytest.mark.parametrize("mode", MODES)
def test_the_same_seed_makes_the_same_day(mode: str) -> None:
    days = [run(floor_with(mode, new_contacts(500), seed), until=3600) for seed in (1, 1, 2)]
    assert days[0] == days[1] != days[2]


def test_predictive_clients_seldom_hang_up_on_a_quiet_day(monkeypatch: pytest.MonkeyPatch) -> None:
    without_incidents(monkeypatch)
    moves = run(floor_with("predictive", new_contacts(9000)), until=6 * 3600)
    count = Counter(move.to_state for move in moves)
    answered = count["canceled_by_client"] + count["call_in_progress"]
    assert 0.005 < count["canceled_by_client"] / answered < 0.05


def test_the_countdown_of_a_preview_campaign_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    without_incidents(monkeypatch)
    floor = floor_with("preview", new_contacts(200))
    entered: dict[int, float] = {}
    for step in range(1, 2000):
        now = step * 0.5
        for move in floor.due(now):
            if move.to_state == "bcw":
                entered[move.contact_id] = now
            if move.from_state == "bcw":
                assert now - entered.pop(move.contact_id) <= 20 + 1


@pytest.mark.parametrize("phone", ["", None, "unknown", "+1 555 CALL NOW"])
def test_what_is_no_phone_number_is_an_invalid_record(phone: str | None) -> None:
    floor = floor_with("progressive", [Contact(1, "initial", phone)])
    assert states(floor.due(1)) == {1: "invalid_record"}
    assert floor.is_idle


@pytest.mark.parametrize("status", ["initial", "paused", "finished"])
@pytest.mark.parametrize("mode", MODES)
def test_nothing_new_is_claimed_unless_in_progress(mode: str, status: str) -> None:
    floor = floor_with(mode, new_contacts(500))
    claimed = {move.contact_id for move in run(floor, until=120)}
    floor.campaign = campaign(mode, status)
    after = run(floor, since=120, until=7200)
    assert after
    assert {move.contact_id for move in after} <= claimed
    assert not {"initial", "retry_scheduled"} & {move.from_state for move in after}


@pytest.mark.parametrize("status", ["canceling", "canceled"])
@pytest.mark.parametrize("mode", MODES)
def test_a_canceled_campaign_lets_go_and_calls_end(mode: str, status: str) -> None:
    floor = floor_with(mode, new_contacts(500))
    before = states(run(floor, until=120))
    reserved = {c for c, state in before.items() if state in HABITS[mode].reserved}
    floor.campaign = campaign(mode, status)
    first = floor.due(121)
    assert {states(first)[contact_id] for contact_id in reserved} <= {"canceled_by_admin"}
    ends = {**before, **states(first), **states(run(floor, since=121, until=7200))}
    in_flight = {c for c, state in before.items() if state != "retry_scheduled"}
    assert not any(is_open(ends[contact_id]) for contact_id in in_flight)


def test_release_takes_the_contacts_asked_for_and_none_in_a_call() -> None:
    floor = floor_with("preview", new_contacts(100))
    before = states(run(floor, until=60))
    asked = set(list(before)[::2])
    floor.release("removed", asked)
    released = {move.contact_id: move.from_state for move in floor.due(60)}
    removed = {c: s for c, s in before.items() if c in asked and s in HABITS["preview"].reserved}
    assert removed
    assert removed.items() <= released.items()


@pytest.mark.parametrize("mode", MODES)
def test_a_contact_that_was_let_go_never_moves_again(mode: str) -> None:
    floor = floor_with(mode, new_contacts(100))
    busy = [
        c for c, s in states(run(floor, until=30)).items() if state_of(s).kind is Kind.IN_FLIGHT
    ]
    for contact_id in busy:
        floor.let_go(contact_id)
    later = run(floor, since=30, until=3600)
    assert later, "the operators are free again and go on with others"
    assert not {move.contact_id for move in later} & set(busy)


@pytest.mark.parametrize("mode", MODES)
def test_contacts_found_in_flight_are_carried_on(mode: str) -> None:
    staff = operators(7, HABITS[mode].operators)
    found = [
        Contact(index, state, PHONE, 1, staff[index] if state in HABITS[mode].manned else None)
        for index, state in enumerate([*HABITS[mode].stays, "awaiting_free_operator"])
    ]
    floor = floor_with(mode, found)
    for contact in found:
        floor.meet(contact, 0)  # a second meeting changes nothing
    ends = states(run(floor, until=20 * 3600))
    assert set(ends) == {contact.id for contact in found}
    assert not any(is_open(state) for state in ends.values())


def test_when_the_pbx_fails_calls_fail_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    without_incidents(monkeypatch, incidents.PBX)
    moves = run(floor_with("predictive", new_contacts(500)), until=60)
    failed = Counter(move.reason for move in moves if move.to_state == "dial_failed")
    assert failed["PBX does not respond"] > 50


def test_with_few_operators_clients_wait_and_hang_up(monkeypatch: pytest.MonkeyPatch) -> None:
    hung_up = {}
    for kind in (None, incidents.FEW_OPERATORS):
        without_incidents(monkeypatch, kind)
        monkeypatch.setattr(
            incidents.Incidents, "away", lambda self, staff, kind=kind: 14 if kind else 0
        )
        moves = run(floor_with("predictive", new_contacts(2000)), until=1200)
        hung_up[kind] = Counter(move.to_state for move in moves)["canceled_by_client"]
    assert hung_up[incidents.FEW_OPERATORS] > 5 * (hung_up[None] + 1)


@pytest.mark.parametrize("mode", MODES)
def test_a_call_whose_workstation_died_never_ends(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_incidents(monkeypatch)
    floor = floor_with(mode, new_contacts(100))
    moves = run(floor, until=120)
    without_incidents(monkeypatch, incidents.WORKSTATION)
    moves += floor.due(121)
    without_incidents(monkeypatch)
    moves += run(floor, since=121, until=20 * 3600)
    stuck = [move for move in moves if is_open(states(moves)[move.contact_id])][-1:]
    assert [(move.to_state, bool(move.operator)) for move in stuck] == [("call_in_progress", True)]
    assert floor.is_idle
    floor.meet(Contact(stuck[0].contact_id, "call_in_progress"), 20 * 3600)
    assert floor.is_idle, "a lost call is not taken up again"
