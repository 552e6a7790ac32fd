"""How deeds begin: what there is to do is counted and fenced, in the transaction of the door."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    and_,
    insert,
    literal,
    or_,
    select,
    update,
)

from data.domain.access import NoSuchCampaignError
from data.domain.contact_filter import ContactFilter
from data.domain.errors import DashboardError
from data.domain.operation import Fate, Kind, Plan, Stage
from data.domain.states import CODES
from data.door import Visit
from data.operations import outgoing, store
from data.operations.places import ON_LINE, conditions, states_of
from data.operations.plans import Terms, Wish, check, plan
from data.operations.recipes import HELD, RECIPES, touched
from data.operations.store import Job
from data.schema.tables import campaigns, contacts, operation_marks, operation_skips, operations

FENCED = "canceling"
CANCELABLE = ("initial", "in_progress", "paused")
FINISHED = "finished"  # why a contact is skipped: it has come to its end by itself
UNKNOWN = "unknown"  # the campaign has no such contact


class NotCancelableError(DashboardError):
    """The campaign cannot be canceled as it stands."""

    def __init__(self, status: str, operation_id: int | None) -> None:
        super().__init__(f"The campaign cannot be canceled: it is {status.replace('_', ' ')}.")
        self.campaign_status = status
        self.operation_id = operation_id


def open_deed(visit: Visit, wish: Wish, reason: str, token: str | None, terms: Terms) -> int:
    """Begin what somebody wishes, or put it before a second person; the operation's id.

    Raises what `plan`, `check` and the fence raise; the transaction is to be rolled back then.
    """
    connection = visit.connection
    status = _held(connection, wish)
    planned = plan(connection, wish, terms)
    if token is not None:
        check(token, planned, wish, status, terms)
    stage = Stage.AWAITING_APPROVAL if planned.needs_approval else Stage.RUNNING
    id = store.add(
        connection,
        visit.actor,
        visit.now,
        kind=wish.kind,
        campaign_id=wish.campaign_id,
        reason=reason,
        stage=stage,
        payload=_payload(wish) | {"status": _former(connection, wish, status)},
        total=touched(planned.fates),
    )
    if stage is Stage.RUNNING:
        _BEGINNINGS[wish.kind](connection, store.job(connection, id), wish)
    return id


def begin(connection: Connection, job: Job, terms: Terms) -> Plan:
    """Begin what has been approved now; what it is about by now. Raises as `open_deed` does."""
    wish = wish_of(job)
    _held(connection, wish, besides=job.id)
    planned = plan(connection, wish, terms)
    _BEGINNINGS[wish.kind](connection, job, wish)
    return planned


def wish_of(job: Job) -> Wish:
    """What was wished for when an operation was asked for."""
    ids, filter = job.payload.get("ids"), job.payload.get("filter")
    chosen = ContactFilter(**filter | {"states": tuple(filter["states"])}) if filter else None
    return Wish(
        job.kind,
        job.campaign_id or 0,
        chosen if ids is None else tuple(ids),
        bool(job.payload.get("erase")),
    )


def _held(connection: Connection, wish: Wish, besides: int | None = None) -> str:
    """The status of the campaign, which stays so until the end of the transaction."""
    wanted = select(campaigns.c.status).where(campaigns.c.id == wish.campaign_id).limit(1)
    locked = wanted.with_for_update(key_share=True)
    status = connection.execute(locked).scalar_one_or_none()
    if status is None:
        raise NoSuchCampaignError
    if wish.kind is Kind.CANCEL:
        running = store.open_on(connection, wish.campaign_id, Kind.CANCEL)
        running = None if running == besides else running
        halted = status == FENCED and running is None  # somebody stopped it half way
        if running is not None or not (status in CANCELABLE or halted):
            raise NotCancelableError(str(status), running)
    return str(status)


def _former(connection: Connection, wish: Wish, status: str) -> str:
    """The status that an undo gives back; where a stopped deed left the fence, the one before."""
    if status != FENCED:
        return status
    wanted = select(operations.c.id).where(operations.c.campaign_id == wish.campaign_id)
    wanted = wanted.where(operations.c.kind == Kind.CANCEL).order_by(operations.c.id.desc())
    before = connection.execute(wanted.limit(1)).scalar_one_or_none()
    return str(store.job(connection, before).payload["status"]) if before else "paused"


def _payload(wish: Wish) -> dict[str, Any]:
    if isinstance(wish.chosen, ContactFilter):
        return {"filter": asdict(wish.chosen), "erase": wish.erase}
    return {} if wish.chosen is None else {"ids": list(wish.chosen), "erase": wish.erase}


def _begin_cancel(connection: Connection, job: Job, wish: Wish) -> None:
    """The fence: from here on no dialer takes a new contact. Then who is on their way is noted."""
    fence = update(campaigns).where(campaigns.c.id == wish.campaign_id)
    connection.execute(fence.values(status=FENCED))
    own, recipe = conditions(connection, wish.campaign_id, None), RECIPES[job.kind]
    on_their_way = or_(fated(job.kind, Fate.ASKED), fated(job.kind, Fate.DRAINS))
    # Said once more as a list, which an index finds: those who wait may be a million.
    states = {*states_of(connection, wish.campaign_id), *recipe.asks, *recipe.drains}
    found = contacts.c.state.in_(states - recipe.moves)
    mark(connection, job.id, [*own, found, on_their_way], waited=True)
    outgoing.announce(connection, job, recipe.command or "")


def _begin_remove(connection: Connection, job: Job, wish: Wish) -> None:
    own = conditions(connection, wish.campaign_id, wish.chosen)
    kept = fated(job.kind, Fate.UNTOUCHED)
    marked = mark(connection, job.id, own if wish.erase else [*own, ~kept])
    skipped = 0 if wish.erase else _skip(connection, job.id, [*own, kept])
    if isinstance(wish.chosen, tuple):
        skipped += _skip_unknown(connection, job.id, wish.chosen)
    asked = select(contacts.c.id).where(*own, fated(job.kind, Fate.ASKED))
    ids = connection.execute(asked.order_by(contacts.c.id)).scalars().all()
    outgoing.ask(connection, job, RECIPES[job.kind].command or "", {wish.campaign_id: ids})
    store.change(connection, job.id, total=marked + skipped, skipped=skipped)


_BEGINNINGS: Mapping[Kind, Any] = {Kind.CANCEL: _begin_cancel, Kind.REMOVE: _begin_remove}


def mark(
    connection: Connection,
    operation_id: int,
    where: Sequence[ColumnElement[bool]],
    *,
    waited: bool = False,
) -> int:
    """Note the contacts that meet the conditions as what an operation has to do; how many."""
    chosen = select(literal(operation_id), contacts.c.id, literal(waited)).where(*where)
    columns = ["operation_id", "contact_id", "waited"]
    return counted_in(connection, insert(operation_marks).from_select(columns, chosen))


def _skip(connection: Connection, operation_id: int, where: Sequence[ColumnElement[bool]]) -> int:
    chosen = select(
        literal(operation_id), contacts.c.id, contacts.c.state, literal(FINISHED)
    ).where(*where)
    columns = ["operation_id", "contact_id", "state", "reason"]
    return counted_in(connection, insert(operation_skips).from_select(columns, chosen))


def counted_in(connection: Connection, statement: Insert) -> int:
    """Insert what a query finds; how many rows."""
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def _skip_unknown(connection: Connection, operation_id: int, ids: Sequence[int]) -> int:
    """Say of ids that the campaign does not have that they were left out."""
    known: set[int] = set()
    for noted in (operation_marks, operation_skips):
        own = select(noted.c.contact_id).where(noted.c.operation_id == operation_id)
        known |= set(connection.execute(own).scalars())
    rows = [
        {"operation_id": operation_id, "contact_id": id, "state": None, "reason": UNKNOWN}
        for id in sorted(set(ids) - known)
    ]
    if rows:
        connection.execute(insert(operation_skips), rows)
    return len(rows)


def fated(kind: Kind, fate: Fate) -> ColumnElement[bool]:
    """`recipes.fate_of` as SQL; a test holds the two together."""
    recipe, state = RECIPES[kind], contacts.c.state
    on_line = and_(state.in_(HELD), ON_LINE)
    moved = and_(~on_line, state.in_(recipe.moves))
    asked = and_(~on_line, state.not_in(recipe.moves), state.in_(recipe.asks))
    passed = or_(state.in_(recipe.moves), state.in_(recipe.asks))
    loose = or_(state.in_(recipe.drains), state.not_in(CODES))
    drains = or_(on_line, and_(~passed, loose))
    kept = and_(~on_line, ~passed, ~loose)
    return {Fate.MOVED: moved, Fate.ASKED: asked, Fate.DRAINS: drains, Fate.UNTOUCHED: kept}[fate]
