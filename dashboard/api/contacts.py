"""Contacts by filter and order, and one with its history. Phone numbers are masked."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.datastructures import MultiDict

from dashboard.api.arguments import Given, only, whole, word
from dashboard.api.campaigns import current
from dashboard.cache import Recent
from dashboard.problems import MALFORMED, NO_CAMPAIGN, NO_CONTACT, NOT_YET, UNFIT, ProblemError
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data.contacts.history import contact, history
from data.contacts.pages import PAGE_LIMIT, Page, page, still
from data.contacts.rows import Contact
from data.database import reading
from data.domain.access import Permission
from data.domain.contact_filter import (
    LONGEST_TEXT,
    ORDERS,
    ContactFilter,
    ContactQuery,
    Order,
    Position,
    default_order,
    seal,
    unseal,
)
from data.domain.errors import CursorError, TooManyStatesError
from data.domain.snapshot import Snapshot
from data.domain.states import EVERY, verdict
from data.log_tail import floor
from data.log_tail.floor import Floor
from data.queries import TRANSITION_LIMIT, Transition, campaign_mode
from data.services import Services

DEFAULT_LIMIT = 100
LONGEST_OPERATOR = 200
LONGEST_CURSOR = 400
LONGEST_SECONDS = 3_000_000_000
MOST_ATTEMPTS = 1_000_000
_FILTERS = ("state", "q", "operator", "min_dwell", "max_dwell", "min_attempts", "max_attempts")
_CODES = frozenset(state.code for state in EVERY)


@dataclass(frozen=True, slots=True)
class _Kept:
    campaign_id: int
    mark: tuple[int, int]
    body: dict[str, Any]


def register(app: Flask, services: Services, recent: Recent) -> None:
    """`/api/v1/campaigns/{id}/contacts` and `/api/v1/contacts/{id}`."""

    @app.get("/api/v1/campaigns/<int(max=9223372036854775807):campaign_id>/contacts")
    @needs(Permission.SEE_CONTACTS)
    def list_contacts(campaign_id: int) -> Response:
        only((*_FILTERS, "sort", "limit", "cursor"))
        wanted = filter_of(_filters())
        query = ContactQuery(campaign_id, wanted, _order() or default_order(wanted))
        limit = whole("limit", least=1, most=PAGE_LIMIT) or DEFAULT_LIMIT
        start = _start(query, _now(services))
        if campaign_id not in current(services).campaigns:
            raise ProblemError(NO_CAMPAIGN)
        return jsonify(_answer(_page(services, query, limit, start), query))

    @app.get("/api/v1/contacts/<int(max=9223372036854775807):contact_id>")
    @needs(Permission.SEE_CONTACTS)
    def show_contact(contact_id: int) -> Response:
        only(("before", "limit"))
        before = whole("before", least=1, most=2**63 - 1) or 2**63 - 1
        limit = whole("limit", least=1, most=TRANSITION_LIMIT) or DEFAULT_LIMIT
        return jsonify(_shared(services, recent, (contact_id, before, limit)))


def _shared(services: Services, recent: Recent, asked: tuple[int, int, int]) -> dict[str, Any]:
    """One answer for all who ask before the campaign has changed again."""
    snapshot = current(services)
    kept = recent.get(asked)
    if kept is not None and not actor().sees(kept.campaign_id):
        raise ProblemError(NO_CONTACT)
    if kept is not None and kept.mark == _mark(snapshot, kept.campaign_id):
        found: dict[str, Any] = kept.body
        return found
    age = recent.age
    body = _told(services, *asked)
    campaign_id = body["contact"]["campaign_id"]
    # The mark of before the reading: what it does not know yet is read again.
    recent.keep(asked, _Kept(campaign_id, _mark(snapshot, campaign_id), body), age)
    return body


def _mark(snapshot: Snapshot, campaign_id: int) -> tuple[int, int]:
    view = snapshot.campaigns.get(campaign_id)
    return snapshot.epoch, view.moved() if view else -1


def _told(services: Services, contact_id: int, before: int, limit: int) -> dict[str, Any]:
    with reading(still(services.engine)) as connection:
        found = contact(connection, contact_id)
        if found is None or not actor().sees(found.campaign_id):
            raise ProblemError(NO_CONTACT)
        moves = history(connection, contact_id, before, limit + 1)
        mode = campaign_mode(connection, found.campaign_id) or ""
        given_up = floor.read(connection)  # after the moves, so that none is gone unsaid
    return {"contact": row(found)} | _history(moves, mode, limit, given_up)


def row(found: Contact) -> dict[str, Any]:
    """A contact as programs read it."""
    times = {name: instant(getattr(found, name)) for name in ("state_since", "retry_at")}
    return asdict(found) | times


def filter_of(given: Given) -> ContactFilter:
    """The filter that names and values say. Raises ProblemError for what means nothing."""
    only(_FILTERS, given)
    states = tuple(dict.fromkeys(filter(None, word("state", 500, given).split(","))))
    if unknown := [state for state in states if state not in _CODES]:
        raise ProblemError(
            UNFIT(f"There is no state {unknown[0]}; `other` stands for unknown ones.")
        )
    found = ContactFilter(
        states,
        word("operator", LONGEST_OPERATOR, given) or None,
        word("q", LONGEST_TEXT, given),
        *(whole(f"{end}_dwell", most=LONGEST_SECONDS, among=given) for end in ("min", "max")),
        *(whole(f"{end}_attempts", most=MOST_ATTEMPTS, among=given) for end in ("min", "max")),
    )
    _check_order("dwell", found.min_dwell, found.max_dwell)
    _check_order("attempts", found.min_attempts, found.max_attempts)
    return found


def _filters() -> Given:
    """What the query says of contacts, without what it says of the page."""
    pairs = request.args.items(multi=True)
    return MultiDict([(name, value) for name, value in pairs if name in _FILTERS])


def _check_order(name: str, least: int | None, most: int | None) -> None:
    if least is not None and most is not None and least > most:
        raise ProblemError(UNFIT(f"min_{name} is larger than max_{name}."))


def _order() -> Order | None:
    sort = word("sort", 20)
    if sort and sort not in ORDERS:
        raise ProblemError(MALFORMED(f"sort must be one of {', '.join(ORDERS)}."))
    return ORDERS.get(sort)


def _now(services: Services) -> datetime:
    """This moment by the database's clock, as far as it is known."""
    look, age = services.feed.latest, services.feed.age_seconds
    if look is None or age is None:
        raise ProblemError(NOT_YET)
    return look.snapshot.as_of + timedelta(seconds=age)


def _start(query: ContactQuery, now: datetime) -> Position | datetime:
    cursor = word("cursor", LONGEST_CURSOR)
    try:
        return unseal(cursor, query) if cursor else now
    except CursorError as error:
        raise ProblemError(MALFORMED(str(error))) from error


def _page(services: Services, query: ContactQuery, limit: int, start: Position | datetime) -> Page:
    try:
        with reading(still(services.engine)) as connection:
            return page(connection, query, limit, start)
    except TooManyStatesError as error:
        raise ProblemError(UNFIT(str(error))) from error


def _answer(found: Page, query: ContactQuery) -> dict[str, Any]:
    return {
        "contacts": [row(contact) for contact in found.contacts],
        "next_cursor": found.after and seal(found.after, query),
        "complete": found.complete,
        "matches": found.matches,
    }


def _history(moves: Sequence[Transition], mode: str, limit: int, given_up: Floor) -> dict[str, Any]:
    shown, leads_on = moves[:limit], len(moves) > limit
    is_whole = leads_on or (bool(shown) and shown[-1].from_state is None)
    return {
        "history": [_move(move, mode) for move in shown],
        "next_before": shown[-1].id if leads_on else None,
        "gone_before": None if is_whole else instant(given_up.at),
    }


def _move(move: Transition, mode: str) -> dict[str, Any]:
    return asdict(move) | {
        "at": instant(move.at),
        "verdict": verdict(mode, move.from_state, move.to_state),
    }
