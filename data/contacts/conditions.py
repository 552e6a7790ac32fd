"""A filter as SQL, in the very expressions that the indexes of migration 0002 hold."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce

from sqlalchemy import ColumnElement, Connection, String, and_, literal_column, or_

from data import clock
from data.domain.contact_filter import ContactFilter
from data.domain.states import CODES, OTHER
from data.schema.tables import contacts

Conditions = Sequence[ColumnElement[bool]]

ENDING = 3  # digits of a number's end that the index holds
BEGINNING = 64  # characters of a text's beginning that the indexes hold
_LAST_CHARACTER = "\U0010ffff"
_SIGNS = " -./()"
_DIGITS = reduce(lambda inner, sign: f"replace({inner}, '{sign}', '')", _SIGNS, "phone")
_LAST_WORD = "replace(name, rtrim(name, replace(name, ' ', '')), '')"
_TEXTS = ("name", _LAST_WORD, "external_id")


def matching(connection: Connection, filter: ContactFilter) -> Conditions:
    """All that a filter says of a contact, at this instant."""
    found = [part for parts in bounds(filter, clock.now(connection)).values() for part in parts]
    if filter.states:
        named = contacts.c.state.in_(filter.states)
        unknown = contacts.c.state.not_in(CODES)
        found.append(or_(named, unknown) if OTHER in filter.states else named)
    if filter.operator is not None:
        found += operator_is(filter.operator)[1]
    if filter.text:
        found += text_is(filter.text, connection.dialect.name)[1]
    return found


def bounds(filter: ContactFilter, now: datetime) -> dict[str, Conditions]:
    """What the filter says of each column that an order goes by, `since` and `attempts`."""
    since, attempts = contacts.c.state_since, contacts.c.attempts
    said = {
        "since": (
            filter.min_dwell is not None and since <= now - timedelta(seconds=filter.min_dwell),
            filter.max_dwell is not None and since >= now - timedelta(seconds=filter.max_dwell),
        ),
        "attempts": (
            filter.min_attempts is not None and attempts >= filter.min_attempts,
            filter.max_attempts is not None and attempts <= filter.max_attempts,
        ),
    }
    return {by: [c for c in conditions if c is not False] for by, conditions in said.items()}


def operator_is(operator: str) -> tuple[Conditions, Conditions]:
    """What finds the operator's contacts in the index, and what is true of each of them."""
    found = _text("substr(operator, 1, 64)") == operator[:BEGINNING]
    return [found], [contacts.c.operator == operator]


def text_is(text: str, dialect: str) -> tuple[Conditions, Conditions]:
    """What finds a text in each index, and what is true of each contact that it fits."""
    beginnings = [_begins(column, form, dialect) for column in _TEXTS for form in _forms(text)]
    digits = "".join(sign for sign in text if sign not in _SIGNS).removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) >= ENDING):
        return beginnings, [or_(*beginnings)]
    ends = _end(ENDING, dialect) == digits[-ENDING:]
    exactly = and_(ends, _end(len(digits), dialect) == digits)
    return [ends, *beginnings], [or_(exactly, *beginnings)]


def phone_end(dialect: str) -> ColumnElement[str]:
    """The last three characters of a number, without what people write between digits."""
    return _end(ENDING, dialect)


def _forms(text: str) -> Sequence[str]:
    """A text as it was typed, and in the capitals that names have."""
    return list(dict.fromkeys((text, text.title(), text.upper(), text.lower())))


def _begins(column: str, form: str, dialect: str) -> ColumnElement[bool]:
    binary = ' COLLATE "C"' if dialect == "postgresql" else ""
    held = _text(f"substr({column}, 1, {BEGINNING}){binary}")
    return and_(held >= form, held < form + _LAST_CHARACTER)


def _end(length: int, dialect: str) -> ColumnElement[str]:
    ending = "right({}, {})" if dialect == "postgresql" else "substr({}, -{})"
    return _text(ending.format(_DIGITS, length))


def _text(expression: str) -> ColumnElement[str]:
    return literal_column(expression, String)
