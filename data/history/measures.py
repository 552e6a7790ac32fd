"""What history sums: moves, completed dwells, dials; each as SQL over the log and over its sums."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.domain.snapshot import DIALING, MOST_ATTEMPTS
from data.log_tail.tail import is_one_of, known

ENDINGS = ("success", "dial_failed")  # of attempts; the others are in `DIALING`


@dataclass(frozen=True, slots=True)
class Measure:
    """One table of sums: its columns beside campaign, level and start, and where they come from.

    `keys` and `sums` say of each column what it is in the log, by dialect; `only` says which rows
    of the log count.
    """

    table: str
    keys: Mapping[str, str]
    sums: Mapping[str, str]
    only: str = "true"

    def of_log(self, dialect: str) -> str:
        """SELECT from the log: campaign, minute, keys, sums; `{which}` is still to be filled in."""
        form = DIALECTS[dialect]
        told = [sql.format(**form) for sql in (*self.keys.values(), *self.sums.values())]
        groups = ", ".join(map(str, range(1, len(self.keys) + 3)))
        return (
            f"SELECT campaign_id, {form['minute']}, {', '.join(told)} FROM transitions"
            f" WHERE {{which}} AND {self.only} GROUP BY {groups}"
        )


DIALECTS: Mapping[str, Mapping[str, str]] = {
    "postgresql": {
        "minute": "floor(extract(epoch FROM at) / 60)::bigint",
        "bucket": "width_bucket(dwell_seconds, CAST(:bounds AS float8[]))",
        "ms": "coalesce(sum(round(dwell_seconds * 1000)::bigint), 0)::bigint",
        "least": "least",
    },
    "sqlite": {
        "minute": "CAST(strftime('%s', at) AS INTEGER) / 60",
        "bucket": "dwell_bucket(dwell_seconds)",
        "ms": "coalesce(sum(CAST(round(dwell_seconds * 1000) AS INTEGER)), 0)",
        "least": "min",
    },
}
_EDGE = {
    "from_state": f"coalesce({known('from_state')}, '')",
    "to_state": f"coalesce({known('to_state')}, '')",
}
MOVES = Measure(
    "move_sums",
    _EDGE | {"from_step": "coalesce(from_step, -1)", "to_step": "coalesce(to_step, -1)"},
    {"moves": "count(*)", "dwells": "count(dwell_seconds)", "dwell_ms": "{ms}"},
)
DWELLS = Measure(
    "dwell_sums",
    _EDGE | {"bucket": "{bucket}"},
    {"dwells": "count(*)"},
    "from_state IS NOT NULL AND dwell_seconds IS NOT NULL",
)
DIALS = Measure(
    "dial_sums",
    {"to_state": "to_state", "attempt": f"{{least}}(attempt, {MOST_ATTEMPTS})"},
    {"dials": "count(*)"},
    is_one_of("to_state", (*DIALING, *ENDINGS)),
)
MEASURES = (MOVES, DWELLS, DIALS)
ACTIVITY = Measure(MOVES.table, {}, {"moves": MOVES.sums["moves"]})  # whatever moved
