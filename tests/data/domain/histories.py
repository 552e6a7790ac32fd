"""Histories of whole campaigns, and the changes that the log's tail would make of them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from data.domain.snapshot import DIALING, MOST_ATTEMPTS, WINDOW_HOURS, Change, Dial, Move
from data.domain.states import CODES, MODES, OTHER
from tests.data.recount import Step, bucket, proven

MINUTE = 29_600_040  # the present
_LIKELY = ("calling", "call_in_progress", "retry_scheduled", "acw", "success")
_STATES = st.sampled_from((*CODES, OTHER, *_LIKELY, "canceled_by_client", "dial_failed"))
_GAPS = st.sampled_from((0.25, 7, 59, 61, 300, 3599, 86_400, 20 * 86_400)) | st.floats(0.001, 7e3)


class Histories(NamedTuple):
    """A mode, and the steps of its contacts in the order of time."""

    mode: str
    steps: Sequence[Step]


@st.composite
def histories(draw: st.DrawFn) -> Histories:
    """Up to eight contacts, each with a life of its own that ends about now, or long ago."""
    steps = [step for contact in range(draw(st.integers(1, 8))) for step in _life(draw, contact)]
    return Histories(draw(st.sampled_from(MODES)), sorted(steps, key=lambda step: step.second))


def _life(draw: st.DrawFn, contact: int) -> list[Step]:
    """Backwards from its last moment, so that what is recent is not rare."""
    states = draw(st.lists(_STATES, min_size=1, max_size=9))
    states = [state for at, state in enumerate(states) if state != states[at - 1] or at == 0]
    gaps = [round(draw(_GAPS), 3) for _ in states]
    second = 60 * MINUTE + 59 - draw(st.sampled_from((0, 1, 200, 4000)))
    seconds = [second - sum(gaps[at + 1 :]) for at in range(len(states))]
    gone = [None] if draw(st.integers(0, 9)) == 0 else []
    lefts, entereds = [None, *states], [*states, *gone]
    attempt, steps = 0, []
    for at, entered in enumerate(entereds):
        attempt += entered == "calling"
        stayed = gaps[at] if 0 < at < len(states) else None
        moment = seconds[min(at, len(states) - 1)]
        steps.append(Step(contact, lefts[at], entered, moment, stayed, attempt))
    return steps


def changes_of(steps: Iterable[Step], mode: str, campaign: int = 7) -> list[Change]:
    """One move for each step, and a dial where one belongs, as the tail would sum them."""
    reached: dict[int, int] = {}
    changes: list[Change] = []
    for step in steps:
        before = reached.get(step.contact)
        after = max(before or 0, proven(mode, step.left, step.entered)) if step.entered else None
        reached[step.contact] = after or 0
        changes.append(_move(step, campaign, before, after))
        if step.entered in DIALING:
            hour = int(step.second // 3600)
            known = hour if hour >= MINUTE // 60 - WINDOW_HOURS else None
            attempt = min(step.attempt, MOST_ATTEMPTS)
            changes.append(Dial(campaign, step.entered, attempt, known, 1))
    return changes


def _move(step: Step, campaign: int, before: int | None, after: int | None) -> Move:
    minute = int(step.second // 60)
    return Move(
        campaign,
        step.left,
        step.entered,
        before,
        after,
        minute if minute > MINUTE - 60 else None,
        None if step.dwell is None else bucket(step.dwell),
        1,
        0 if step.dwell is None else round(1000 * step.dwell),
    )
