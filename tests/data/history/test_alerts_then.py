"""The alerts that were open at an instant, read from the book."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, insert, select

from data.alert_book import KEPT
from data.domain.alerts import Severity, Status
from data.history.alerts import FORGOTTEN, PastAlerts
from data.history.past import Past, Span
from data.history.sights import sight_at
from data.log_tail import tail_for
from data.schema.tables import alert_events, alerts
from tests.dashboard.snapshots import campaign

MINUTE = timedelta(minutes=1)


def add(connection: Connection, at: datetime, campaign_id: int, cause: str, *kinds: str) -> None:
    """An alert to which something happened each minute, from `at` on."""
    ended = at + (len(kinds) - 1) * MINUTE if kinds[-1] == "resolved" else None
    row = {
        "campaign_id": campaign_id, "cause": cause, "severity": Severity.WARN, "count": 3,
        "status": Status.RESOLVED if ended else Status.FIRING, "since": at, "fired_at": at,
        "resolved_at": ended, "at_least": False, "shared": "[]", "snoozed": False, "version": 1,
    }  # fmt: skip
    id = connection.execute(insert(alerts).values(row).returning(alerts.c.id)).scalar_one()
    told = [{"alert_id": id, "kind": kind, "at": at + n * MINUTE} for n, kind in enumerate(kinds)]
    connection.execute(insert(alert_events), told)


def test_the_alerts_of_a_campaign_at_an_instant(engine: Engine) -> None:
    tail = tail_for(engine)
    with Past.of(engine, tail) as past:
        begun = past.as_of - timedelta(hours=1)
    with engine.execution_options(write=True).begin() as connection:
        add(connection, begun, 7, "stuck", "opened", "resolved")
        add(connection, begun + 2 * MINUTE, 7, "client_waiting", "opened", "acknowledged")
        add(connection, begun, 8, "stalled", "opened")
        assert len(connection.execute(select(alerts.c.id)).all()) == 3
    with Past.of(engine, tail) as past:
        told = {n: sight_at(past, campaign(7), begun + n * MINUTE) for n in (-1, 0, 1, 2, 3)}
    open_ = {n: [(a.cause, a.status) for a in sight.alerts] for n, sight in told.items()}
    assert open_ == {
        -1: [], 0: [("stuck", Status.FIRING)], 1: [], 2: [("client_waiting", Status.FIRING)],
        3: [("client_waiting", Status.ACKNOWLEDGED)],
    }  # fmt: skip
    assert [told[n].clear_since(7) for n in (0, 1, 3)] == [None, begun + MINUTE, begun + MINUTE]
    assert {sight.alerts_error for sight in told.values()} == {None}


def test_what_the_book_has_forgotten_is_said(engine: Engine) -> None:
    with Past.of(engine, tail_for(engine)) as past:
        at = past.as_of - KEPT
        alerts = PastAlerts.of(past, 7, Span(at - MINUTE, at + MINUTE))
    assert (alerts.error_at(at - MINUTE), alerts.error_at(at + MINUTE)) == (FORGOTTEN, None)
