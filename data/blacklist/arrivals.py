"""Contacts that arrive with a number that is on the list become blacklisted.

They are read from the log, up to where nothing can appear any more, so none is missed, whoever
loads it. A contact that was there before its number was listed is found by the deed that lists it:
contacts are read before the list is, so what the list did not hold yet, that deed still sees.
Reading a stride twice does no harm; so the position is written down now and then only.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, Engine, Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data import audit, clock
from data.audit import Entry
from data.blacklist import entries
from data.blacklist.hashing import number_hash
from data.blacklist.matches import BLACKLISTED, WAITING
from data.database import reading
from data.domain.access import Actor, Means, Role
from data.door import writing
from data.schema.tables import contacts, log_readers, transitions

READER = "blacklist"
STRIDE = 5_000  # rows of the log that are read together
KEEP_EVERY = 20_000
WATCHER = Actor("blacklist", Role.ADMIN, Means.SYSTEM)

_COLUMNS = tuple(contacts.c[name] for name in ("id", "campaign_id", "state", "phone", "version"))


class Arrivals:
    """Reads the log on behalf of the list. Several processes may: what one has moved, the others
    leave alone."""

    def __init__(self, engine: Engine, secret: str) -> None:
        self._engine = engine
        self._secret = secret
        self._position: int | None = None
        self._kept = 0

    def look(self, final_id: int) -> bool:
        """Read the next stride, up to `final_id` at most, and give whether there is more."""
        if self._position is None:
            self._position = self._kept = self._read_position()
        if self._position >= final_id:
            return False
        with reading(self._engine) as connection:
            if entries.is_empty(connection):
                until, found = final_id, list[int]()
            else:
                until = min(final_id, self._position + STRIDE)
                found = self._listed(connection, self._position, until)
        self._keep(found, until)
        self._position = until
        return until < final_id

    def _listed(self, connection: Connection, after: int, until: int) -> list[int]:
        """Waiting contacts that arrived there with a number that is on the list."""
        hashes = _hashes(_arrived(connection, after, until), self._secret)
        on_list = entries.listed(connection, sorted(set(hashes.values())))
        return [id for id, hashed in hashes.items() if hashed in on_list]

    def _keep(self, found: Sequence[int], position: int) -> None:
        """Blacklist them, and write the position down where that is due."""
        if not found and position - self._kept < KEEP_EVERY:
            return
        with writing(self._engine) as connection:
            _write_position(connection, position)
            moved = list(_blacklisted(connection, self._secret, found)) if found else []
            audit.append(connection, WATCHER, moved, clock.now(connection))
        self._kept = position

    def _read_position(self) -> int:
        wanted = select(log_readers.c.position).where(log_readers.c.name == READER).limit(1)
        with reading(self._engine) as connection:
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


def _write_position(connection: Connection, position: int) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = dialect.insert(log_readers).values(name=READER, position=position)
    newer = {"position": row.excluded.position}
    behind = log_readers.c.position < row.excluded.position
    name = [log_readers.c.name]
    connection.execute(row.on_conflict_do_update(index_elements=name, set_=newer, where=behind))
