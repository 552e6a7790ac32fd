"""2,000 changes a second: how far the running feed falls behind, and whether it stays exact."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from sqlalchemy import text

from data import services
from data.database import open_engine
from data.domain.snapshot import Snapshot
from data.feed import LiveFeed
from data.settings import load
from tests.bench.databases import POSTGRES
from tests.bench.delays import Mark, Spread, delays_ms
from tests.bench.dialer import Shift
from tests.bench.process import answer, running, task, wait_until
from tests.bench.result import Result
from tests.bench.workbench import Workbench

WRITERS = 2  # each calls a campaign of its own
BATCH = 50
COMMITS_PER_SECOND = 20  # of each writer
BEHIND_MS = 500
_COUNT = text("SELECT campaign_id, state, count(*) FROM contacts GROUP BY 1, 2")


class Diary:
    """When each number of contacts in `calling` was first known, campaign by campaign."""

    def __init__(self) -> None:
        self.marks: dict[int, list[Mark]] = {}

    def note(self, snapshot: Snapshot | None) -> None:
        """Take a snapshot in."""
        now = time.time_ns()
        for campaign, view in snapshot.campaigns.items() if snapshot else ():
            self.marks.setdefault(campaign, []).append((view.counts["calling"], now))

    def knows(self, commits: Sequence[Sequence[Mark]]) -> bool:
        """Whether the last commit of each writer is in it."""
        return all(
            self.marks[campaign][-1][0] >= marks[-1][0]
            for campaign, marks in enumerate(commits, start=1)
        )


def measure(bench: Workbench) -> Iterator[Result]:
    """On PostgreSQL, whose writers write at the same time."""
    seconds = bench.length(60.0, 10.0)
    contacts = round(seconds * COMMITS_PER_SECOND * BATCH)
    url = bench.databases.fresh(POSTGRES, contacts, campaigns=WRITERS)
    diary = Diary()
    with _followed(url, bench.redis_url, diary) as feed:
        commits = _written(url, bench.redis_url, seconds)
        wait_until(lambda: diary.knows(commits), 10, "the feed to have seen everything")
        wrong, drifts = miscounted(feed, url), feed.health().drifts
    delays = [
        delay
        for campaign, marks in enumerate(commits, start=1)
        for delay in delays_ms(marks, diary.marks[campaign])
    ]
    what = f"2,000 changes/s for {seconds:g} s, {POSTGRES}"
    yield Result(f"{what}: achieved", _rate(commits), "changes/s")
    yield Result(f"{what}: feed behind, p50", Spread.of(delays).p50, "ms")
    yield Result(f"{what}: feed behind, greatest", max(delays), "ms", at_most=BEHIND_MS)
    yield Result(f"{what}: audits that differ", drifts, "", at_most=0)
    yield Result(f"{what}: contacts counted wrong at the end", wrong, "", at_most=0)


@contextmanager
def _followed(url: str, redis_url: str, diary: Diary) -> Iterator[LiveFeed]:
    """The feed as the dashboard runs it, hints and audits and all."""
    parts = services.build(load(database_url=url, redis_url=redis_url, secret_key="of a benchmark"))
    parts.feed.listen(lambda: diary.note(parts.feed.current))
    try:
        parts.start()
        wait_until(lambda: bool(diary.marks) and parts.hints_on, 10, "the feed to be ready")
        yield parts.feed
    finally:
        parts.stop()


def _written(url: str, redis_url: str, seconds: float) -> list[list[Mark]]:
    shifts = [
        Shift(url, redis_url, COMMITS_PER_SECOND, BATCH, seconds, campaign)
        for campaign in range(1, WRITERS + 1)
    ]
    with ExitStack() as stack:
        dialers = [stack.enter_context(running(*task("dialer", shift))) for shift in shifts]
        return [answer(dialer, seconds + 60) for dialer in dialers]


def miscounted(feed: LiveFeed, url: str) -> int:
    """By how many contacts the feed and a GROUP BY differ, now that nobody writes."""
    engine = open_engine(url)
    with engine.connect() as connection:
        counted = {
            (campaign, state): count for campaign, state, count in connection.execute(_COUNT)
        }
    engine.dispose()
    assert feed.current is not None
    known = {
        (campaign, state): count
        for campaign, view in feed.current.campaigns.items()
        for state, count in view.counts.items()
    }
    cells = counted.keys() | known.keys()
    return sum(abs(counted.get(cell, 0) - known.get(cell, 0)) for cell in cells)


def _rate(commits: Sequence[Sequence[Mark]]) -> float:
    began = min(marks[0][1] for marks in commits)
    ended = max(marks[-1][1] for marks in commits)
    return sum(len(marks) for marks in commits) * BATCH / ((ended - began) / 1e9)
