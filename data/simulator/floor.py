"""The calling floor of one campaign: who is called, who waits, who talks. No I/O, no clock."""

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from random import Random

from data.simulator import incidents
from data.simulator.backlog import Backlog
from data.simulator.habits import (
    AWAITING,
    BLACKLISTED_SHARE,
    HABITS,
    RETRY,
    RETRY_SECONDS,
    Stay,
    given_up,
)
from data.simulator.people import is_phone, operators
from data.simulator.records import Campaign, Contact, Move
from data.simulator.staff import Staff

FEW_NEW = 50
_CLOSING = ("canceling", "canceled")


@dataclass(slots=True)
class Call:
    """A claimed contact. `timer` tells its present timer from those it has outlived."""

    contact_id: int
    state: str
    attempts: int
    operator: str | None = None
    timer: int = -1


class Floor:
    """Decides every move of one campaign. `now` is in simulated seconds and never goes back.

    `campaign` is to be kept up to date: what may be claimed depends on its status.
    """

    def __init__(self, campaign: Campaign, rng: Random) -> None:
        self.campaign = campaign
        self._rng = rng
        self._habits = HABITS[campaign.mode]
        self._staff = Staff(operators(campaign.id, self._habits.operators))
        self._incidents = incidents.Incidents(rng)
        self._incident: str | None = None
        self._backlog = Backlog()
        self._calls: dict[int, Call] = {}
        self._line: deque[Call] = deque()
        self._timers: list[tuple[float, int, Call]] = []
        self._numbers = count()
        self._lost: set[int] = set()
        self._moves: list[Move] = []

    @property
    def is_dialing(self) -> bool:
        """Whether new contacts may be claimed."""
        return self.campaign.status == "in_progress"

    @property
    def is_hungry(self) -> bool:
        """Whether it may claim contacts and has few new ones left."""
        return self.is_dialing and self._backlog.new < FEW_NEW

    @property
    def is_idle(self) -> bool:
        """Whether nothing is claimed and nothing is left to claim."""
        return not self._calls and not self._backlog

    def release(self, to_state: str, only: Collection[int] | None = None) -> None:
        """Move claimed contacts with nobody on the line to a state: all, or those with the ids."""
        for call in list(self._calls.values()):
            if call.state in self._habits.reserved and (only is None or call.contact_id in only):
                self._move(call, to_state)
                self._end(call)

    def meet(self, contact: Contact, now: float) -> None:
        """Take on an open contact found in the database, wherever it stands; keep known ones."""
        known = (self._calls, self._backlog, self._lost)
        if any(contact.id in ids for ids in known):
            return
        if contact.state in ("initial", RETRY):
            self._backlog.add(contact, now)
        elif contact.state == AWAITING or contact.state in self._habits.stays:
            self._staff.occupy(contact.operator)
            call = Call(contact.id, contact.state, contact.attempts, contact.operator)
            self._calls[contact.id] = call
            self._settle(call, now)

    def let_go(self, contact_id: int) -> None:
        """Forget a contact that somebody else has moved."""
        if call := self._calls.get(contact_id):
            self._end(call)

    def due(self, now: float) -> list[Move]:
        """The moves that are due by `now`, in order; they are taken as done."""
        self._suffer(now)
        if self.campaign.status in _CLOSING:
            self.release("canceled_by_admin")
        while self._timers and self._timers[0][0] <= now:
            at, number, call = heappop(self._timers)
            if call.timer == number and self._has(call):
                self._go_on(call, at)
                self._serve(at)
        self._serve(now)
        if self.is_dialing:
            self._claim(now)
        moves, self._moves = self._moves, []
        return moves

    def _suffer(self, now: float) -> None:
        before, self._incident = self._incident, self._incidents.at(now)
        if self._incident == before:
            return
        self._staff.away = self._incidents.away(self._habits.operators)
        if self._incident == incidents.WORKSTATION and not self._lost:
            self._lose_a_call()

    def _lose_a_call(self) -> None:
        talking = [call for call in self._calls.values() if call.state == "call_in_progress"]
        if talking:
            lost = self._rng.choice(talking)
            self._lost.add(lost.contact_id)
            self._end(lost)

    def _claim(self, now: float) -> None:
        for _ in range(self._wanted()):
            contact = self._backlog.take(now)
            if contact is None:
                return
            call = Call(contact.id, contact.state, contact.attempts)
            if contact.state == "initial" and (fault := self._fault(contact.phone)):
                self._move(call, fault)
            else:
                self._calls[contact.id] = call
                self._enter(call, self._habits.first, now)

    def _wanted(self) -> int:
        unmanned = sum(call.operator is None for call in self._calls.values())
        target = self._staff.free * self._habits.per_free + self._staff.busy * self._habits.per_busy
        return round(target) - unmanned

    def _fault(self, phone: str | None) -> str | None:
        if not is_phone(phone):
            return "invalid_record"
        return "blacklisted" if self._rng.random() < BLACKLISTED_SHARE else None

    def _go_on(self, call: Call, at: float) -> None:
        outcome = self._stay(call.state).outcome(self._rng)
        outcome = given_up(call.state, outcome, call.attempts)
        self._enter(call, outcome.state, at, outcome.reason)

    def _enter(self, call: Call, state: str, at: float, reason: str | None = None) -> None:
        if state in self._habits.manned and not call.operator:
            call.operator = self._staff.seat()
            state = state if call.operator else AWAITING
        if state == RETRY:
            self._schedule(call, at, reason)
        else:
            self._move(call, state, reason)
            self._settle(call, at)

    def _schedule(self, call: Call, at: float, reason: str | None) -> None:
        seconds = RETRY_SECONDS(self._rng)
        self._move(call, RETRY, reason, seconds)
        self._end(call)
        if self.campaign.status in _CLOSING:
            self._move(call, "canceled_by_admin")
        else:
            again = Contact(call.contact_id, RETRY, None, call.attempts, None, seconds)
            self._backlog.add(again, at)

    def _settle(self, call: Call, at: float) -> None:
        if call.state not in self._habits.manned:
            self._unseat(call)
        if call.state == AWAITING:
            self._line.append(call)
        if call.state in self._habits.stays:
            call.timer = next(self._numbers)
            heappush(self._timers, (at + self._seconds(call.state), call.timer, call))
        elif call.state != AWAITING:
            self._end(call)

    def _move(
        self, call: Call, state: str, reason: str | None = None, retry_in: float | None = None
    ) -> None:
        operator = None if state == AWAITING else call.operator
        move = Move(
            self.campaign.id, call.contact_id, call.state, state, operator, reason, retry_in
        )
        self._moves.append(move)
        call.state = state
        call.attempts += state == "calling"

    def _serve(self, now: float) -> None:
        while self._line and self._staff.answers:
            call = self._line.popleft()
            if call.state == AWAITING and self._has(call):
                self._enter(call, self._habits.served, now)

    def _stay(self, state: str) -> Stay:
        pbx_fails = state == "calling" and self._incident == incidents.PBX
        return incidents.PBX_STAY if pbx_fails else self._habits.stays[state]

    def _seconds(self, state: str) -> float:
        seconds = self._stay(state).seconds(self._rng)
        countdown = self.campaign.bcw_seconds
        return min(seconds, countdown) if state == "bcw" and countdown else seconds

    def _has(self, call: Call) -> bool:
        return self._calls.get(call.contact_id) is call

    def _unseat(self, call: Call) -> None:
        self._staff.release(call.operator)
        call.operator = None

    def _end(self, call: Call) -> None:
        self._unseat(call)
        self._calls.pop(call.contact_id, None)
