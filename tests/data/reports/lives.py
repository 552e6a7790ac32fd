"""Contacts' lives made up for a test, over the days on which clocks are changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert

from data.domain.report import Question
from data.history.past import Past
from data.history.sums import add_up
from data.log_tail import tail_for
from data.reports.kinds import KINDS
from data.schema.tables import campaigns, contacts
from tests.data.history.log import Row, empty, write_log
from tests.data.recount import proven

# Each zone with evenings after which its clocks change; in Kathmandu they never do.
EVENINGS = (
    ("Europe/Prague", datetime(2025, 3, 29, 20, 30, tzinfo=UTC)),
    ("Europe/Prague", datetime(2025, 10, 25, 20, 30, tzinfo=UTC)),
    ("America/New_York", datetime(2025, 3, 9, 1, 0, tzinfo=UTC)),
    ("America/New_York", datetime(2025, 11, 2, 0, 0, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2025, 4, 5, 11, 0, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2025, 10, 4, 12, 0, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2025, 6, 1, 12, 0, tzinfo=UTC)),
)
MODES = {1: "predictive", 2: "preview", 3: "progressive", 4: "", 5: "predictive"}
NAMES = {1: "Alpha", 2: "Campaign 2", 3: "Gamma", 4: "Campaign 4", 5: "Epsilon"}
BY_TIME = ("states", "attempts", "abandonment")  # too long if they reach to now
GONE = 4  # its campaign was deleted
STATES = (
    "initial", "calling", "calling", "calling", "retry_scheduled", "awaiting_free_operator",
    "call_in_progress", "call_in_progress", "acw", "success", "dial_failed", "canceled_by_client",
    "bcw", "hypnotized",
)  # fmt: skip
PHONES = {1: "+420777000001", 2: "+420777000002", 3: "777 000 003", 4: "none"}
SEEN_PHONES = {1: "+420 ••• ••• 001", 2: "+420 ••• ••• 002", 3: "••• ••• 003", 4: "•••"}
EXTERNALS = {1: "x-1", 2: "+420777000002"}
SEEN_EXTERNALS = {1: "x-1", 2: "+420 ••• ••• 002"}
REASONS = {None: None, "busy": "busy", "ask +420777123456": "ask +420 ••• ••• 456", "": ""}


@dataclass(frozen=True)
class History:
    """What was written, in batches that each became visible at once; `late` batches last."""

    zone: str
    evening: datetime
    batches: tuple[tuple[Row, ...], ...]


def ms(count: int) -> timedelta:
    return timedelta(milliseconds=count)


@st.composite
def histories(draw: st.DrawFn) -> History:
    zone, evening = draw(st.sampled_from(EVENINGS))
    lives = [draw(_life(contact, evening)) for contact in range(1, draw(st.integers(3, 8)))]
    late = lives.pop() if lives and draw(st.booleans()) else []
    rows = sorted((row for life in lives for row in life), key=lambda row: row.at)
    cut = draw(st.integers(0, len(rows)))
    batches = (rows[:cut], rows[cut:], late)
    return History(zone, evening, tuple(map(tuple, batches)))


@st.composite
def _life(draw: st.DrawFn, contact: int, evening: datetime) -> list[Row]:
    """A contact from its load on; it may be deleted in the end."""
    campaign = draw(st.sampled_from((1, 1, 2, 3, GONE, GONE)))
    at = evening + ms(draw(st.integers(0, 40_000_000)))
    row = Row(campaign, contact, None, "initial", at, to_step=0)
    rows = [row]
    chosen = draw(st.lists(st.sampled_from(STATES), min_size=4, max_size=14))
    ends = [None] if draw(st.integers(0, 4)) == 0 else []
    for state in [*chosen, *ends]:
        if state == row.to_state:
            continue
        stay = draw(st.integers(0, 90_000) | st.integers(0, 20_000_000))
        step = max(row.to_step or 0, proven(MODES[campaign], row.to_state, state or ""))
        row = Row(
            campaign, contact, row.to_state, state, row.at + ms(stay), stay / 1000,
            row.attempt + (state == "calling"), row.to_step,
            None if state is None else step,
            draw(st.sampled_from((None, "Eva"))), draw(st.sampled_from(list(REASONS))),
        )  # fmt: skip
        rows.append(row)
    return rows


@st.composite
def questions(draw: st.DrawFn, kind: str, history: History) -> Question:
    quarters = st.integers(0, 96).map(lambda count: count * 900_000)
    early, late = quarters | st.integers(0, 40_000_000), quarters | st.integers(0, 3 * 86_400_000)
    start = draw(st.none() | early.map(lambda count: history.evening + ms(count)))
    end = draw(late.map(lambda count: (start or history.evening) + ms(count + 1)))
    is_open = kind not in BY_TIME and draw(st.integers(0, 3)) == 0
    some = st.lists(st.integers(1, 5), min_size=3, unique=True).map(tuple)
    return Question(
        kind, draw(st.none() | some), start, None if is_open else end, history.zone,
        states=draw(st.sampled_from(((), (), ("calling", "other"), ("success",)))),
        seen=draw(st.none() | some),
    )  # fmt: skip


def people(engine: Engine) -> None:
    """The campaigns and contacts, of which no history was written yet."""
    names = NAMES | {2: "  "}
    of_campaigns = [
        {"id": id, "name": names[id], "mode": mode or "preview", "status": "in_progress"}
        for id, mode in MODES.items()
    ]
    of_contacts = [
        {"campaign_id": 1, "phone": phone, "external_id": EXTERNALS.get(id)}
        for id, phone in PHONES.items()
    ]
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(insert(campaigns), of_campaigns)
        connection.execute(delete(campaigns).where(campaigns.c.id == GONE))
        connection.execute(insert(contacts), of_contacts)
    empty(engine)


def rows_of(engine: Engine, question: Question) -> list[Any]:
    """The rows of a report."""
    with Past.of(engine, tail_for(engine)) as past:
        return list(KINDS[question.kind].rows(past, question))


def write(engine: Engine, rows: Sequence[Row], is_summed: bool) -> None:
    write_log(engine, rows)
    if is_summed:
        assert add_up(engine, tail_for(engine))
