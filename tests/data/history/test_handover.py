"""What changed since somebody looked: campaigns, alerts, rates; of no campaign they may not see."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, text

from data.domain.access import Actor, Means, Role
from data.domain.looks import looked, seen
from data.domain.shifts import Share, Shift
from data.history.handover import handover
from data.history.past import Past
from data.history.sums import add_up
from data.last_looks import note
from data.log_tail import tail_for
from data.schema.tables import UtcTime
from tests.data.history.log import Row, write_log

NOW = datetime.now(UTC).replace(microsecond=0)
SINCE = NOW - timedelta(hours=2)
ANNA = Actor("anna", Role.SUPERVISOR, Means.SESSION, 1, 1)


def calls(campaign: int, begin: datetime, dialed: int, connected: int) -> list[Row]:
    rows = []
    for number in range(dialed):
        at = begin + timedelta(seconds=number % 3_000)
        rows.append(Row(campaign, number, "initial", "calling", at, 1.0, 1, 0, 1))
        to = "call_in_progress" if number < connected else "retry_scheduled"
        rows.append(Row(campaign, number, "calling", to, at, 9.0, 1, 1, 3))
    return rows


def write(engine: Engine, *statements: str, **values: datetime) -> None:
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        given = {
            name: UtcTime().process_bind_param(value, connection.dialect)
            for name, value in values.items()
        }
        for statement in statements:
            named = {name: value for name, value in given.items() if f":{name}" in statement}
            connection.execute(text(statement), named)


def alert(number: int, severity: str, resolved: str) -> str:
    return (
        "INSERT INTO alerts (campaign_id, cause, state, severity, status, since, count, at_least,"
        " shared, fired_at, resolved_at, snoozed, version) VALUES"
        f" (1, 'stuck', 's{number}', '{severity}', '{'resolved' if resolved else 'firing'}', :at,"
        f" 1, FALSE, '[]', :at, {resolved or 'NULL'}, FALSE, 1)"
    )


def test_what_changed_is_told(engine: Engine) -> None:
    write(
        engine,
        "INSERT INTO campaigns (id, name, mode, status) VALUES (1, 'A', 'predictive', 'finished'),"
        " (2, 'B', 'preview', 'in_progress')",
        "UPDATE campaign_statuses SET at = :early WHERE campaign_id = 2",
        early=SINCE - timedelta(days=1),
    )
    write(
        engine,
        alert(1, "warn", ""),
        alert(2, "critical", ""),
        alert(3, "critical", ":later"),
        alert(4, "critical", ":later").replace(":at", ":early"),
        at=SINCE + timedelta(minutes=1),
        later=SINCE + timedelta(minutes=2),
        early=SINCE - timedelta(minutes=9),
    )
    write_log(engine, calls(1, SINCE - timedelta(hours=1), 100, 60))
    write_log(engine, calls(1, SINCE, 200, 20))
    write_log(engine, calls(2, SINCE, 200, 100))
    tail = tail_for(engine)
    add_up(engine, tail)
    with Past.of(engine, tail) as past:
        found = handover(past, {1: "predictive", 2: "preview"}, SINCE)
        own = handover(past, {2: "preview"}, SINCE)
    assert [(turn.campaign_id, turn.status) for turn in found.turns] == [(1, "finished")]
    assert (found.fired, found.resolved) == (3, 2)
    assert [one.state for one in found.worst] == ["s2", "s1", "s3"]
    assert found.shifts == [Shift(1, "connect_rate", Share(60, 100), Share(20, 200))]
    assert (own.turns, own.fired, own.resolved, own.worst, own.shifts) == ([], 0, 0, [], [])


def test_a_look_is_kept_for_each_person(engine: Engine) -> None:
    other = Actor("ben", Role.SUPERVISOR, Means.SESSION, 2, 2)
    assert note(engine, ANNA, looked).since is None
    write(engine, "UPDATE last_looks SET at = :at", at=SINCE)
    assert note(engine, other, looked).since is None
    assert note(engine, ANNA, looked).since == SINCE
    assert note(engine, ANNA, looked).since == SINCE
    assert note(engine, ANNA, seen).since is None
    assert note(engine, ANNA, looked).since is None
