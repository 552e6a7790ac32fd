"""Contacts that arrive with a number that is on the list become blacklisted.

They are read from the log, up to where nothing can appear any more, so none is missed, whoever
loads it. A contact that was there before its number was listed is found by the deed that lists it:
contacts are read before the list is, so what the list did not hold yet, that deed still sees.
Reading a stride twice does no harm; so the position is written down now and then only. Of those who
came before the floor of the log all contacts are read instead.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from sqlalchemy import Connection, Engine, Row, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data import audit, clock
from data.audit import Entry
from data.blacklist import entries
from data.blacklist.hashing import number_hash
from data.blacklist.matches import BLACKLISTED, WAITING
from data.database import reading
from data.domain.access import Actor, Means, Role
from data.door import writing
from data.log_tail import floor
from data.schema.tables import contacts, log_readers, transitions

READER = "blacklist"
STRIDE = 5_000  # rows of the log that are read together
STRIDES = 20  # one after another
KEEP_EVERY = 20_000
WATCHER = Actor("blacklist", Role.ADMIN, Means.SYSTEM)

_COLUMNS = tuple(contacts.c[name] for name in ("id", "campaign_id", "state", "phone", "version"))


class Arrivals:
    """Reads the log on behalf of the list. Several processes may: what one has moved, the others
    leave alone."""

    def __init__(self, engine: Engine, secret: Callable[[], str]) -> None:
        self._engine = engine
        self._secret = secret
        self._position = 0
        self._kept: int | None = None
        self._moved = 0
        self._swept = 0  # of contacts read for want of a log, the last one

    def catch_up(self, final_id: int) -> bool:
        """Read on, up to `final_id`, a long log in several calls; whether a contact was moved."""
        before = self._moved
        for _ in range(STRIDES):
            if not self.look(final_id):
                break
        return self._moved > before

    def look(self, final_id: int) -> bool:
        """Read the next stride, up to `final_id` at most, and give whether there is more."""
        with reading(self._engine) as connection:
            self._begin(_read_position(connection))
            after = self._position
            if after >= final_id:
                return False
            if entries.is_empty(connection):
                until, found = final_id, list[int]()
            else:
                until = min(final_id, after + STRIDE)
                found = self._listed(_arrived(connection, after, until), connection)
                below = floor.read(connection).last_id  # last, so that nothing went unnoticed
                if after < below:
                    until, found = self._sweep(connection, after, below)
        self._keep(found, until)
        self._position = until
        return until < final_id

    def _sweep(self, connection: Connection, after: int, below: int) -> tuple[int, list[int]]:
        """Read some contacts, whenever they came: up to where that leads, and who is listed."""
        rows = _waiting(connection, self._swept, self._swept + STRIDE)
        is_over = self._swept + STRIDE >= _newest(connection)
        self._swept = 0 if is_over else self._swept + STRIDE
        return below if is_over else after, self._listed(rows, connection)

    def _begin(self, kept: int) -> None:
        """Go on where reading has ended, or where somebody has turned it back to."""
        if self._kept is None or kept < self._kept:
            self._position = max(kept, 0)
            self._swept = 0
        self._kept = kept

    def _listed(self, rows: Sequence[Row[int, str]], connection: Connection) -> list[int]:
        """Those of some contacts whose number is on the list."""
        hashes = _hashes(rows, self._secret())
        on_list = entries.listed(connection, sorted(set(hashes.values())))
        return [id for id, hashed in hashes.items() if hashed in on_list]

    def _keep(self, found: Sequence[int], position: int) -> None:
        """Blacklist them, and write the position down where that is due."""
        kept = self._kept or 0
        if not found and position - kept < KEEP_EVERY:
            return
        with writing(self._engine) as connection:
            _write_position(connection, kept, position)
            moved = list(_blacklisted(connection, self._secret(), found)) if found else []
            audit.append(connection, WATCHER, moved, clock.now(connection))
        self._moved += len(moved)


def rewind(connection: Connection) -> None:
    """Have all contacts looked at again: many numbers were listed, by no deed that finds those who
    wait with them. Each time the position is another one below zero, so that everybody sees it."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = dialect.insert(log_readers).values(name=READER, position=-1)
    position = log_readers.c.position
    lower = {"position": case((position < 0, position - 1), else_=-1)}
    name = [log_readers.c.name]
    connection.execute(row.on_conflict_do_update(index_elements=name, set_=lower))


def _read_position(connection: Connection) -> int:
    wanted = select(log_readers.c.position).where(log_readers.c.name == READER).limit(1)
    return connection.execute(wanted).scalar_one_or_none() or 0


def _arrived(connection: Connection, after: int, until: int) -> Sequence[Row[int, str]]:
    wanted = (
        select(contacts.c.id, contacts.c.phone)
        .join(transitions, transitions.c.contact_id == contacts.c.id)
        .where(transitions.c.id > after, transitions.c.id <= until)
        .where(transitions.c.from_state.is_(None), contacts.c.state.in_(WAITING))
        .limit(STRIDE)
    )
    return connection.execute(wanted).all()


def _waiting(connection: Connection, after: int, until: int) -> Sequence[Row[int, str]]:
    own = contacts.c
    wanted = select(own.id, own.phone).where(own.id > after, own.id <= until)
    return connection.execute(wanted.where(own.state.in_(WAITING)).limit(STRIDE)).all()


def _newest(connection: Connection) -> int:
    return connection.scalar(select(func.max(contacts.c.id))) or 0


def _hashes(rows: Sequence[Row[int, str]], secret: str) -> Mapping[int, str]:
    found = {row.id: number_hash(secret, row.phone) for row in rows}
    return {id: hashed for id, hashed in found.items() if hashed is not None}


def _blacklisted(connection: Connection, secret: str, ids: Collection[int]) -> Sequence[Entry]:
    """Move those that still wait and whose number is still listed; no lift comes in between."""
    waits = (contacts.c.id.in_(ids), contacts.c.state.in_(WAITING))
    wanted = select(*_COLUMNS).where(*waits).order_by(contacts.c.id).limit(len(ids))
    rows = connection.execute(wanted.with_for_update()).all()
    hashes = _hashes(rows, secret)
    on_list = entries.listed(connection, sorted(set(hashes.values())), hold=True)
    moved = [row for row in rows if hashes.get(row.id) in on_list]
    if moved:
        is_one = contacts.c.id.in_([row.id for row in moved])
        connection.execute(update(contacts).where(is_one).values(state=BLACKLISTED))
    return [_told(row) for row in moved]


def _told(row: Row[int, int, str, str, int]) -> Entry:
    return Entry(
        "contact.blacklist",
        campaign_id=row.campaign_id,
        contact_id=row.id,
        from_state=row.state,
        to_state=BLACKLISTED,
        version=row.version + 1,
    )


def _write_position(connection: Connection, kept: int, position: int) -> None:
    """Write it down, unless somebody has turned back what was kept."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = dialect.insert(log_readers).values(name=READER, position=position)
    is_ours = log_readers.c.position.between(kept, position)
    new = {"position": row.excluded.position}
    name = [log_readers.c.name]
    connection.execute(row.on_conflict_do_update(index_elements=name, set_=new, where=is_ours))
