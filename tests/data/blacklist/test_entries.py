"""Entries: one a number, searched and paged, found again by their hash alone."""

from sqlalchemy import Engine

from data.blacklist import entries
from data.blacklist.entries import (
    Cause,
    Number,
    Source,
)
from data.blacklist.entries import Query as Wanted
from data.blacklist.hashing import number_hash
from data.database import reading
from data.door import writing
from tests.data.blacklist.lists import NOW, NUMBER, SECRET
from tests.data.blacklist.lists import listed as add
from tests.data.sql import rows


def found(engine: Engine, text: str = "", active: bool | None = None) -> list[int]:
    with reading(engine) as connection:
        return [e.id for e in entries.page(connection, SECRET, Wanted(text, active), 50)]


def test_a_number_stands_on_the_list_once(engine: Engine) -> None:
    first = add(engine)
    assert add(engine, "00420 777 123 456") == add(engine, "777123456") == first
    other = add(engine, "+420777123457")
    assert other != first
    assert found(engine) == [other, first]


def test_a_lifted_number_may_be_added_again(engine: Engine) -> None:
    first = add(engine)
    with writing(engine) as connection:
        entries.lift(connection, first, "call +420777123456 again", "eva", NOW)
    again = add(engine)
    assert (found(engine, active=True), found(engine, active=False)) == ([again], [first])
    with reading(engine) as connection:
        lifted = entries.entry(connection, first)
    assert (lifted.lifted_by, lifted.lifted_at) == ("eva", NOW)
    assert lifted.lifted_reason == "call +420 ••• ••• 456 again"


def test_the_search(engine: Engine) -> None:
    ada = add(engine, NUMBER, "Wrote 100% a letter_of")
    ben = add(engine, "+442079460001", "court", by="Ben")
    for text, expected in {
        "456": [ada], "23 456": [ada], "0001": [ben], "56": [], "4567": [],
        "00420 777 123 456": [ada], "777123456": [ada], "LETTER": [ada], "0%": [ada], "r_o": [ada],
        "%": [ada], "_": [ada], "ben": [ben], "'": [], "o": [ben, ada],
    }.items():  # fmt: skip
        assert found(engine, text) == expected, text


def test_an_erased_number_is_found_by_the_whole_of_it(engine: Engine) -> None:
    hashed = number_hash(SECRET, NUMBER)
    assert hashed is not None
    with writing(engine) as connection:
        cause = Cause("asked", Source.ERASURE, "anna", NOW)
        id, _ = entries.add(connection, Number(hashed), cause)
    assert found(engine, "777 123 456") == [id]
    assert found(engine, "456") == []
    assert rows(engine, "SELECT phone, masked FROM blacklist") == [(None, None)]


def test_pages(engine: Engine) -> None:
    ids = [add(engine, f"+42077712{number:04}") for number in range(7)]
    seen: list[int] = []
    before = None
    with reading(engine) as connection:
        while page := entries.page(connection, SECRET, Wanted(before=before), 3):
            seen += [entry.id for entry in page]
            before = seen[-1]
    assert seen == ids[::-1]


def test_the_hash_needs_the_secret() -> None:
    assert number_hash("a", NUMBER) == number_hash("a", "777123456") != number_hash("b", NUMBER)
    assert number_hash("a", "unknown") is None
