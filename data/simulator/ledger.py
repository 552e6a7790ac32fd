"""What a dialer reads and writes: plain SQL, the same on SQLite and PostgreSQL."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, text

from data.domain.states import CODES, is_open
from data.simulator.records import RECORDED, Campaign, Command, Contact, Move

_OPEN_LIMIT = 10_000
_COMMANDS_LIMIT = 100
CLAIMED_FROM = ("initial", "retry_scheduled")
_CLOSED: BindParameter[Any] = bindparam(
    "closed", [code for code in CODES if not is_open(code)], expanding=True
)

# A recorded campaign has a dialer of its own: the replay.
_CAMPAIGNS = text(f"""
    SELECT id, name, mode, status, goal, bcw_seconds, timezone FROM campaigns
    WHERE coalesce(name, '') NOT LIKE '{RECORDED}%' ORDER BY id""")
_OPEN_CONTACTS = text("""
    SELECT id, state, phone, attempts, operator, retry_at FROM contacts
    WHERE campaign_id = :campaign_id AND state NOT IN :closed
    ORDER BY id LIMIT :most""").bindparams(_CLOSED)
_COMMANDS = text("""
    SELECT id, type, campaign_id, payload FROM commands ORDER BY id DESC LIMIT :most""")
_MOVE_SQL = """
    UPDATE contacts
    SET state = :to_state, operator = :operator, reason = :reason, retry_at = :retry_at
    WHERE id = :contact_id AND state = :from_state"""
_MOVE = text(_MOVE_SQL)
_CLAIM = text(f"""{_MOVE_SQL}
    AND EXISTS (SELECT 1 FROM campaigns WHERE id = :campaign_id AND status = 'in_progress')""")
# Whoever cancels a campaign waits for those who hold it so; SQLite has one writer at a time.
_HOLD = text("SELECT status FROM campaigns WHERE id = :campaign_id FOR SHARE")
_MOVE_MANY = text("""
    UPDATE contacts SET state = :to_state WHERE id IN :ids AND state = :from_state RETURNING id
    """).bindparams(bindparam("ids", expanding=True))
_CONTACT_IDS = text("SELECT id FROM contacts WHERE campaign_id = :campaign_id ORDER BY id")
_STATUS = text("SELECT status FROM campaigns WHERE id = :campaign_id")
_FINISH = text("""
    UPDATE campaigns SET status = 'finished', ended_at = :at
    WHERE id = :campaign_id AND status = 'in_progress' AND NOT EXISTS
      (SELECT 1 FROM contacts WHERE campaign_id = :campaign_id AND state NOT IN :closed)
    """).bindparams(_CLOSED)


def campaigns(connection: Connection) -> list[Campaign]:
    """All campaigns but recorded ones."""
    return [Campaign(**row) for row in connection.execute(_CAMPAIGNS).mappings()]


def open_contacts(
    connection: Connection, campaign_id: int, at: datetime, speed: float
) -> Iterator[Contact]:
    """The contacts of a campaign that still have something ahead, 10,000 of them at most."""
    given = {"campaign_id": campaign_id, "most": _OPEN_LIMIT}
    for row in connection.execute(_OPEN_CONTACTS, given).mappings():
        seconds = _seconds_until(row["retry_at"], at) * speed
        fields = {name: row[name] for name in ("id", "state", "phone", "attempts", "operator")}
        yield Contact(**fields, retry_in_seconds=seconds)


def commands(connection: Connection) -> list[Command]:
    """The newest 100 commands, oldest first."""
    rows = connection.execute(_COMMANDS, {"most": _COMMANDS_LIMIT}).all()
    return [
        Command(row.id, row.type, row.campaign_id, _contact_ids(row.payload))
        for row in reversed(rows)
    ]


def write(connection: Connection, moves: Sequence[Move], at: datetime, speed: float) -> list[Move]:
    """Write the moves, each under the guard that nothing has changed; those that were refused."""
    return [move for move in moves if not _moved(connection, move, at, speed)]


def write_past(connection: Connection, moves: Sequence[Move], at: datetime) -> None:
    """Write moves of contacts that nobody else can know of yet."""
    connection.execute(_MOVE, [_values(move, at, 1) for move in moves])


def move_many(
    connection: Connection, ids: Sequence[int], from_state: str, to_state: str
) -> list[int]:
    """Move contacts that stand in the same state in one statement; the ids of those it moved."""
    given = {"ids": ids, "from_state": from_state, "to_state": to_state}
    return list(connection.execute(_MOVE_MANY, given).scalars())


def status(connection: Connection, campaign_id: int) -> str:
    """The status of a campaign; `canceled` for one that is gone."""
    found = connection.execute(_STATUS, {"campaign_id": campaign_id}).scalar_one_or_none()
    return found or "canceled"


def contact_ids(connection: Connection, campaign_id: int) -> list[int]:
    """The ids of the contacts of a campaign, in order."""
    return list(connection.execute(_CONTACT_IDS, {"campaign_id": campaign_id}).scalars())


def finish(connection: Connection, campaign_id: int, at: datetime) -> bool:
    """Set a campaign finished unless it has an open contact; whether it was done."""
    return connection.execute(_FINISH, {"campaign_id": campaign_id, "at": iso(at)}).rowcount > 0


def iso(instant: datetime | None) -> str | None:
    """The instant in UTC with milliseconds, as both databases read it."""
    if instant is None:
        return None
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _moved(connection: Connection, move: Move, at: datetime, speed: float) -> bool:
    # Giving a contact up is no claim: it has to work in a campaign that is canceled, too.
    claims = move.from_state in CLAIMED_FROM and move.to_state != "canceled_by_admin"
    if claims and connection.dialect.name == "postgresql":
        connection.execute(_HOLD, {"campaign_id": move.campaign_id})
    statement = _CLAIM if claims else _MOVE
    return connection.execute(statement, _values(move, at, speed)).rowcount > 0


def _values(move: Move, at: datetime, speed: float) -> Mapping[str, Any]:
    wait = move.retry_in_seconds
    retry_at = None if wait is None else iso(at + timedelta(seconds=wait / speed))
    return {**asdict(move), "retry_at": retry_at}


def _seconds_until(retry_at: str | datetime | None, at: datetime) -> float:
    if retry_at is None:
        return 0.0
    instant = datetime.fromisoformat(retry_at) if isinstance(retry_at, str) else retry_at
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return max(0.0, (aware - at).total_seconds())


def _contact_ids(payload: str) -> tuple[int, ...]:
    try:
        return tuple(json.loads(payload)["contact_ids"])
    except (ValueError, KeyError, TypeError):
        return ()
