"""A recorded campaign to replay: the real one where it lies, else one made alike."""

import csv
import gzip
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.server import ROOT

SHORT = 4_000  # contacts
REAL = ROOT.parent / "shared" / "real-campaign" / "contacts.csv.gz"


@dataclass(frozen=True)
class Truth:
    """What a campaign must come to, counted from its file alone."""

    contacts: int
    attempts: int
    success: int
    dial_failed: int

    @property
    def retries(self) -> int:
        return self.attempts - self.contacts

    @property
    def funnel(self) -> list[int]:
        return [self.contacts, self.contacts, *[self.success] * 3]


# As stated with the data set: 41,188 contacts of a Portuguese bank, 2008 to 2010.
REAL_TRUTH = Truth(contacts=41_188, attempts=105_754, success=41_184, dial_failed=4)


# A short one for each `make test`; `make test-all` takes the real one.
SIZES = ("short", pytest.param("whole", marks=pytest.mark.exhaustive))


def recording(folder: Path, size: str) -> tuple[Path, Truth]:
    """The file to replay, and what it must come to."""
    if size == "short" or not REAL.exists():
        path = folder / "contacts.csv.gz"
        _make(path, random.Random(7), SHORT if size == "short" else REAL_TRUTH.contacts)
        return path, truth_of(path)
    assert truth_of(REAL) == REAL_TRUTH
    return REAL, REAL_TRUTH


def truth_of(path: Path) -> Truth:
    with gzip.open(path, "rt") as file:
        rows = list(csv.DictReader(file))
    ended = Counter("success" if int(row["talk_seconds"]) else "dial_failed" for row in rows)
    attempts = sum(int(row["attempts"]) for row in rows)
    return Truth(len(rows), attempts, ended["success"], ended["dial_failed"])


def _make(path: Path, chance: random.Random, contacts: int) -> None:
    with gzip.open(path, "wt", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "attempts", "talk_seconds", "subscribed"])
        for row in range(1, contacts + 1):
            attempts = min(56, 1 + int(chance.expovariate(0.65)))
            talk = 0 if chance.random() < 0.001 else chance.randint(1, 900)
            writer.writerow([row, attempts, talk, int(chance.random() < 0.11)])
