"""The calling floor of one campaign: who is called, who waits, who talks. No I/O, no clock."""

import re
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
    MOST_ATTEMPTS,
    RETRY,
    RETRY_SECONDS,
    Outcome,
    Stay,
)
from data.simulator.people import operators
from data.simulator.records import Campaign, Contact, Move

FEW_NEW = 50
_CLOSING = ("canceling", "canceled")
_PHONE = re.compile(r"\+?[0-9 ()-]{6,}")
_GIVE_UP = Outcome(1, "dial_failed", f"no answer in {MOST_ATTEMPTS} attempts")


@dataclass(slots=True)
class Call:
    """A claimed contact. `timer` tells its present timer from those it has outlived."""

    contact_id: int
    state: str
    attempts: int
    operator: str | None = None
    timer: int = -1


class Floor:
    """Decides every move of one campaign. `now` is in simulated seconds and never goes back."""

    def __init__(self, campaign: Campaign, rng: Random) -> None:
        self.campaign = campaign
        self._rng = rng
        self._habits = HABITS[campaign.mode]
        self._staff = operators(rng, self._habits.operators)
        self._free = deque(self._staff)
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

    def follow(self, campaign: Campaign) -> None:
        """Take note of the campaign as it is now; a canceled one lets its contacts go."""
        self.campaign = campaign
        if campaign.status in _CLOSING:
            self.release("canceled_by_admin")

    def release(self, to_state: str, only: Collection[int] | None = None) -> None:
        """Move claimed contacts with nobody on the line to a state: all, or those with given ids."""
        for call in list(self._calls.values()):
            if call.state in self._habits.reserved and (only is None or call.contact_id in only):
                self._move(call, Outcome(1, to_state))
                self._end(call)

    def meet(self, contact: Contact, now: float) -> None:
        """Take on an open contact found in the database, wherever it stands; known ones are kept."""
        if contact.id in self._calls or contact.id in self._backlog or contact.id in self._lost:
            return
        if contact.state in ("initial", RETRY):
            self._backlog.add(contact, now)
        elif contact.state == AWAITING or contact.state in self._habits.stays:
            if contact.operator in self._free:
                self._free.remove(contact.operator)
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
        while self._timers and self._timers[0][0] <= now:
            at, number, call = heappop(self._timers)
            if call.timer == number and call.contact_id in self._calls:
                self._enter(call, self._outcome(call), at)
                self._serve(at)
        self._serve(now)
        if self.is_dialing:
            self._claim(now)
        moves, self._moves = self._moves, []
        return moves

    def _suffer(self, now: float) -> None:
        before, self._incident = self._incident, self._incidents.at(now)
        if self._incident == incidents.WORKSTATION != before:
            talking = [call for call in self._calls.values() if call.state == "call_in_progress"]
            if talking and not self._lost:
                lost = self._rng.choice(talking)
                self._lost.add(lost.contact_id)
                self._end(lost)

    def _claim(self, now: float) -> None:
        for _ in range(self._wanted()):
            contact = self._backlog.take(now)
            if contact is None:
                return
            call = Call(contact.id, contact.state, contact.attempts)
            fault = self._fault(contact)
            if fault:
                self._move(call, fault)
            else:
                self._calls[contact.id] = call
                self._enter(call, Outcome(1, self._habits.first), now)

    def _wanted(self) -> int:
        free = len(self._free)
        busy = len(self._staff) - free
        unmanned = sum(call.operator is None for call in self._calls.values())
        return round(free * self._habits.per_free + busy * self._habits.per_busy) - unmanned

    def _fault(self, contact: Contact) -> Outcome | None:
        if contact.state != "initial":
            return None
        if not _PHONE.fullmatch(contact.phone or ""):
            return Outcome(1, "invalid_record", "not a phone number")
        if self._rng.random() < BLACKLISTED_SHARE:
            return Outcome(1, "blacklisted", "number is on the blacklist")
        return None

    def _outcome(self, call: Call) -> Outcome:
        outcome = self._stay(call.state).outcome(self._rng)
        gives_up = outcome.state == RETRY and call.attempts >= MOST_ATTEMPTS
        return _GIVE_UP if gives_up and call.state == "calling" else outcome

    def _enter(self, call: Call, outcome: Outcome, at: float) -> None:
        if outcome.state in self._habits.manned and not call.operator:
            call.operator = self._seat()
            if not call.operator:
                outcome = Outcome(1, AWAITING)
        retry_in = RETRY_SECONDS(self._rng) if outcome.state == RETRY else None
        self._move(call, outcome, retry_in)
        self._settle(call, at, retry_in)

    def _move(self, call: Call, outcome: Outcome, retry_in_seconds: float | None = None) -> None:
        operator = None if outcome.state == AWAITING else call.operator
        self._moves.append(
            Move(
                self.campaign.id, call.contact_id, call.state, outcome.state,
                operator, outcome.reason, retry_in_seconds,
            )
        )  # fmt: skip
        call.state = outcome.state
        call.attempts += outcome.state == "calling"

    def _settle(self, call: Call, at: float, retry_in_seconds: float | None = None) -> None:
        if call.state not in self._habits.manned:
            self._free_operator(call)
        if call.state == AWAITING:
            self._line.append(call)
        if call.state in self._habits.stays:
            call.timer = next(self._numbers)
            heappush(self._timers, (at + self._seconds(call.state), call.timer, call))
        elif call.state != AWAITING:
            self._end(call)
        if retry_in_seconds is not None:
            self._schedule(call, at, retry_in_seconds)

    def _schedule(self, call: Call, at: float, retry_in_seconds: float) -> None:
        if self.campaign.status in _CLOSING:
            self._move(call, Outcome(1, "canceled_by_admin"))
        else:
            again = Contact(
                call.contact_id, RETRY, None, call.attempts, None, retry_in_seconds
            )
            self._backlog.add(again, at)

    def _serve(self, now: float) -> None:
        while self._line and len(self._free) > self._away:
            call = self._line.popleft()
            if call.state == AWAITING and call.contact_id in self._calls:
                self._enter(call, Outcome(1, self._habits.served), now)

    def _stay(self, state: str) -> Stay:
        if self._incident == incidents.PBX and state == "calling":
            return incidents.PBX_STAY
        return self._habits.stays[state]

    def _seconds(self, state: str) -> float:
        seconds = self._stay(state).seconds(self._rng)
        countdown = self.campaign.bcw_seconds
        return min(seconds, countdown) if state == "bcw" and countdown else seconds

    @property
    def _away(self) -> int:
        few = self._incident == incidents.FEW_OPERATORS
        return round(len(self._staff) * incidents.AWAY_SHARE) if few else 0

    def _seat(self) -> str | None:
        return self._free.popleft() if len(self._free) > self._away else None

    def _free_operator(self, call: Call) -> None:
        if call.operator in self._staff:
            self._free.append(call.operator)
        call.operator = None

    def _end(self, call: Call) -> None:
        self._free_operator(call)
        self._calls.pop(call.contact_id, None)
