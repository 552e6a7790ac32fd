"""A recorded campaign: what became of each contact, and the moves that lead there."""

import csv
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from data.domain.errors import DashboardError

RING_SECONDS = 20.0
WRAP_UP_SECONDS = 20.0


class RecordingError(DashboardError):
    """The recording cannot be read."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One contact: `attempts` calls, of which the last lasted `talk_seconds`; 0: in vain."""

    row: str
    attempts: int
    talk_seconds: float

    def after(self, state: str, attempts: int) -> str:
        """The state that followed `state` once so many attempts had been made."""
        if state == "calling":
            if attempts < self.attempts:
                return "retry_scheduled"
            return "call_in_progress" if self.talk_seconds else "dial_failed"
        return _AFTER[state]

    def seconds(self, state: str) -> float:
        """How long the contact stayed in the state; 0 where it only waits for its turn."""
        return self.talk_seconds if state == "call_in_progress" else _SECONDS.get(state, 0.0)


_AFTER = {
    "initial": "calling",
    "retry_scheduled": "calling",
    "call_in_progress": "acw",
    "acw": "success",
}
_SECONDS = {"calling": RING_SECONDS, "acw": WRAP_UP_SECONDS}


def read(file: Path) -> list[Recorded]:
    """The contacts of a CSV file, plain or as .gz: columns row, attempts, talk_seconds.

    Raises RecordingError: what is wrong with the file.
    """
    try:
        with _open(file) as lines:
            return [_contact(row) for row in csv.DictReader(lines)]
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise RecordingError(f"{file} cannot be replayed: {error!r}") from error


def _open(file: Path) -> TextIO:
    return gzip.open(file, "rt", newline="") if file.suffix == ".gz" else file.open(newline="")


def _contact(row: Mapping[str, str]) -> Recorded:
    return Recorded(row["row"], int(row["attempts"]), float(row["talk_seconds"]))
