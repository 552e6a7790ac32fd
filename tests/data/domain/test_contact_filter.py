"""Cursors fit one query only, and odd ones are refused in words."""

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.contact_filter import ORDERS, ContactFilter, ContactQuery, Position, seal, unseal
from data.domain.errors import CursorError

NOW = datetime(2026, 1, 5, 12, 0, 0, 123456, tzinfo=UTC)
BY_SINCE = ContactQuery(7, ContactFilter(states=("acw",)), ORDERS["-since"])
KEYS = {"id": (5,), "since": (NOW, 5), "attempts": (3, 5)}


@pytest.mark.parametrize("order", ORDERS.values(), ids=lambda order: order.code)
def test_a_cursor_leads_back_to_where_it_was_made(order) -> None:
    query = ContactQuery(7, ContactFilter(text="ada"), order)
    position = Position(KEYS[order.by], NOW)
    assert unseal(seal(position, query), query) == position


def test_a_cursor_of_another_query_is_refused() -> None:
    cursor = seal(Position(KEYS["since"], NOW), BY_SINCE)
    others = (
        ContactQuery(8, BY_SINCE.filter, BY_SINCE.order),
        ContactQuery(7, ContactFilter(states=("bcw",)), BY_SINCE.order),
        ContactQuery(7, BY_SINCE.filter, ORDERS["since"]),
    )
    for query in others:
        with pytest.raises(CursorError, match="another filter or order"):
            unseal(cursor, query)


def sealed(*body: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(body).encode()).decode().rstrip("=")


ODD = (
    "", "x", "ä", "....", "e30", "W10", "bnVsbA", "MQ", "[]", "A" * 399,
    base64.urlsafe_b64encode(b"[" * 290).decode(),
    sealed(BY_SINCE.fingerprint, NOW.isoformat()),
    sealed(BY_SINCE.fingerprint, NOW.isoformat(), NOW.isoformat()),
    sealed(BY_SINCE.fingerprint, NOW.isoformat(), 5, 5),
    sealed(BY_SINCE.fingerprint, NOW.isoformat(), NOW.isoformat(), "5"),
    sealed(BY_SINCE.fingerprint, NOW.isoformat(), NOW.isoformat(), True),
    sealed(BY_SINCE.fingerprint, NOW.isoformat(), NOW.isoformat(), 2**63),
    sealed(BY_SINCE.fingerprint, NOW.isoformat(), NOW.isoformat(), -1),
    sealed(BY_SINCE.fingerprint, None, NOW.isoformat(), 5),
    sealed(BY_SINCE.fingerprint, "0001-01-01T00:00:00+14:00", NOW.isoformat(), 5),
    sealed(None, NOW.isoformat(), NOW.isoformat(), 5),
)  # fmt: skip


@pytest.mark.parametrize("cursor", ODD)
def test_an_odd_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(CursorError):
        unseal(cursor, BY_SINCE)


@given(st.text(max_size=100))
def test_no_text_is_more_than_refused(cursor: str) -> None:
    with pytest.raises(CursorError):
        unseal(cursor, BY_SINCE)
