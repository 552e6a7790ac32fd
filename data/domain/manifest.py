"""What a report's file says of itself, so that it can be held against the database later."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.domain.report import Column, Kind, Question, Value

VERSION = 1

Block = Sequence[Sequence[Value]]  # some rows, column by column


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was asked (with the position of the log that answered), of which database, when; how
    many rows, how many of each state, the hash of each column by its key, and that of all."""

    question: Question
    database: str  # the token of `identity`
    as_of: datetime
    rows: int
    totals: Mapping[str, int]
    columns: Mapping[str, str]
    hash: str
    version: int = VERSION

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it, with a seal; `of_plain` leads back."""
        values = {
            "version": self.version,
            "question": self.question.plain(),
            "database": self.database,
            "as_of": self.as_of.isoformat(),
            "rows": self.rows,
            "totals": dict(self.totals),
            "columns": dict(self.columns),
            "hash": self.hash,
        }
        return {**values, "seal": _hash(values)}

    @classmethod
    def of_plain(cls, values: Mapping[str, Any]) -> "Manifest":
        """A manifest from what `plain` gave. Raises KeyError, TypeError or ValueError for what it
        cannot have given."""
        given = {name: value for name, value in values.items() if name != "seal"}
        question = Question.of_plain(given["question"])
        as_of = datetime.fromisoformat(given["as_of"])
        return cls(**{**given, "question": question, "as_of": as_of})


def is_sealed(values: Mapping[str, Any]) -> bool:
    """Whether what `plain` gave is still as it gave it."""
    rest = {name: value for name, value in values.items() if name != "seal"}
    return values.get("seal") == _hash(rest)


class Tally:
    """Counts and hashes rows as they pass, column by column: so it can be said which one differs,
    and a million rows take seconds. Its values are settled ones (`data/reports/settled.py`)."""

    def __init__(self, columns: Sequence[Column], state: str | None, count: str | None) -> None:
        """`state` and `count` are the keys of the columns with a state, and with how many: each
        row counts as one where `count` is None."""
        keys = [column.key for column in columns]
        self.rows = 0
        self.totals: Counter[str] = Counter()
        self._forms = [_FORMS.get(column.kind, list) for column in columns]
        self._hashes = {key: hashlib.sha256() for key in keys}
        self._state = None if state is None else keys.index(state)
        self._count = None if count is None else keys.index(count)

    def add(self, block: Block) -> None:
        """Take some more rows in."""
        for form, sha, values in zip(self._forms, self._hashes.values(), block, strict=True):
            sha.update(canonical(form(values)))
        self.rows += len(block[0])
        if self._state is not None:
            self.totals.update(self._counted(block, self._state))

    def _counted(self, block: Block, state: int) -> Counter[str]:
        states = block[state]
        if self._count is None:
            return Counter(str(state) for state in states if state is not None)
        counted: Counter[str] = Counter()
        for code, count in zip(states, block[self._count], strict=True):
            if code is not None and isinstance(count, int):
                counted[str(code)] += count
        return counted

    @property
    def columns(self) -> dict[str, str]:
        """The SHA-256 of each column so far, by its key."""
        return {key: sha.hexdigest() for key, sha in self._hashes.items()}

    @property
    def hash(self) -> str:
        """The SHA-256 of all of them."""
        return _hash(self.columns)


def canonical(values: Sequence[Any]) -> bytes:
    """Values of a column in the one form that is hashed: JSON, each with a comma after it."""
    return f"{_encode(values)[1:-1]}, ".encode()


def _hash(values: Mapping[str, Any]) -> str:
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def _instants(values: Sequence[Any]) -> list[int | None]:
    return [value and round(1000 * value.timestamp()) for value in values]


def _decimals(values: Sequence[Any]) -> list[str | None]:
    return [None if value is None else f"{value:.6f}" for value in values]


_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_FORMS: Mapping[Kind, Callable[[Sequence[Any]], Sequence[Any]]] = {
    Kind.INSTANT: _instants,
    Kind.RATE: _decimals,
    Kind.NUMBER: _decimals,
    Kind.SECONDS: _decimals,
}
