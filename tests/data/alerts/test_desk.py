"""The desk on real databases: every threshold fires and resolves, and nothing else does."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from data import alert_book, alert_desk, clock
from data.alert_desk import AlertDesk, NumbersError
from data.commands.alerts import acknowledge
from data.domain.access import LOCAL
from data.domain.alerts import Alert, Severity, Status
from data.feed import LiveFeed
from tests.data.sql import executed, read, rows
from tests.server import WAIT_SECONDS


class Floor:
    """A database on which time is moved by hand. It stands still at the last write, so that it does
    not matter how long a machine takes to look."""

    def __init__(self, engine: Engine, feed: LiveFeed, monkeypatch: pytest.MonkeyPatch) -> None:
        self.engine, self.feed = engine, feed
        self.steady = 1000.0
        self.ahead = timedelta()
        self.real_now = clock.now
        self.written_at = read(engine, self.real_now)
        monkeypatch.setattr(clock, "now", lambda _: self.written_at + self.ahead)
        monkeypatch.setattr(alert_desk, "READ_SECONDS", WAIT_SECONDS)
        self.desk = self.new_desk()

    def new_desk(self, *channels: str) -> AlertDesk:
        return AlertDesk(self.engine, self.feed, channels, steady=lambda: self.steady)

    def write(self, *statements: str, **values: object) -> None:
        with self.engine.execution_options(write=True).begin() as connection:
            for statement in statements:
                connection.execute(text(statement), values)
            self.written_at = self.real_now(connection)

    def rows(self, statement: str) -> list[Any]:
        return rows(self.engine, statement)

    def insert(self, table: str, **columns: Any) -> None:
        names, places = ", ".join(columns), ", ".join(f":{name}" for name in columns)
        self.write(f"INSERT INTO {table} ({names}) VALUES ({places})", **columns)

    def campaign(self, mode: str, *states: str, id: int = 7, **more: Any) -> None:
        """A campaign, with a contact in each of these states."""
        self.insert("campaigns", **{"id": id, "mode": mode, "status": "in_progress"} | more)
        for state in states:
            self.contact(state, campaign_id=id)

    def contact(self, state: str, **more: Any) -> None:
        self.insert("contacts", **{"campaign_id": 7, "state": state} | more)

    def move(self, state: str) -> None:
        self.write("UPDATE contacts SET state = :state", state=state)

    def pass_time(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)
        self.steady += seconds

    def after(self, seconds: float, desk: AlertDesk | None = None) -> dict[str, Severity]:
        """What is open after so many seconds more: cause → severity."""
        self.pass_time(seconds)
        self.feed.tick()
        assert (desk or self.desk).look().error is None
        return {alert.cause: alert.severity for alert in self.alerts(desk)}

    def settled(self) -> dict[str, Severity]:
        """What is still open once all has resolved that can."""
        self.after(1)
        return self.after(3)

    def seen_by(self, desk: AlertDesk) -> Any:
        """What a desk would write, which it has not written yet."""
        return read(self.engine, desk._see)

    def alerts(self, desk: AlertDesk | None = None) -> list[Alert]:
        """What is open, but for how the tests load their contacts."""
        shown = (desk or self.desk).standing.alerts
        return [alert for alert in shown if alert.cause != "unexpected_move"]

    def now(self) -> datetime:
        return read(self.engine, clock.now)


@pytest.fixture
def floor(engine: Engine, feed: LiveFeed, monkeypatch: pytest.MonkeyPatch) -> Floor:
    """A floor with nothing on it."""
    return Floor(engine, feed, monkeypatch)


# State, mode, seconds to a warning, seconds to critical, cause; a countdown of 20 s for BCW.
THRESHOLDS = [
    ("awaiting_free_operator", "preview", 300, 900, "stuck"),
    ("awaiting_free_operator", "progressive", 300, 900, "stuck"),
    ("awaiting_free_operator", "predictive", 10, 30, "client_waiting"),
    ("operator_assigned", "preview", 30, 120, "stuck"),
    ("operator_assigned", "progressive", 30, 120, "stuck"),
    ("operator_assigned", "predictive", 5, 15, "client_waiting"),
    ("bcw", "preview", 30, 80, "stuck"),
    ("bcw", "predictive", 30, 80, "stuck"),
    ("calling", "preview", 60, 120, "stuck"),
    ("calling", "progressive", 60, 120, "stuck"),
    ("calling", "predictive", 60, 120, "stuck"),
    ("call_in_progress", "preview", 1800, 7200, "stuck"),
    ("call_in_progress", "predictive", 1800, 7200, "stuck"),
    ("acw", "preview", 180, 600, "stuck"),
    ("acw", "progressive", 180, 600, "stuck"),
    ("acw", "predictive", 180, 600, "stuck"),
    ("hypnotized", "progressive", 60, 300, "stuck"),
]


@pytest.mark.parametrize(("state", "mode", "warn", "critical", "cause"), THRESHOLDS)
def test_every_threshold_fires_and_resolves(
    floor: Floor, state: str, mode: str, warn: int, critical: int, cause: str
) -> None:
    floor.campaign(mode, bcw_seconds=20)
    floor.contact(state, operator="ana")
    assert cause not in floor.after(warn - 3)
    assert floor.after(4)[cause] is Severity.WARN
    assert floor.after(critical - warn - 4)[cause] is Severity.WARN
    assert floor.after(4)[cause] is Severity.CRITICAL
    (alert,) = [one for one in floor.alerts() if one.cause == cause]
    assert alert.state == ("other" if state == "hypnotized" else state)
    assert (alert.count, alert.limit_seconds) == (1, critical)
    assert [(shared.name, shared.value) for shared in alert.shared] == [("operator", "ana")]
    floor.move("success")
    assert cause not in floor.settled()


def test_a_countdown_that_is_not_known(floor: Floor) -> None:
    floor.campaign("preview", "bcw")
    assert "stuck" not in floor.after(58)
    assert floor.after(3)["stuck"] is Severity.WARN
    assert floor.after(120)["stuck"] is Severity.CRITICAL


def test_retries_count_from_when_they_are_due(floor: Floor) -> None:
    floor.campaign("progressive")
    floor.contact("retry_scheduled", retry_at=floor.now() + timedelta(seconds=1000))
    assert "retry_overdue" not in floor.after(1298)
    floor.after(3)
    assert floor.after(2)["retry_overdue"] is Severity.WARN
    assert floor.after(1500)["retry_overdue"] is Severity.CRITICAL
    floor.write("UPDATE contacts SET retry_at = :at", at=floor.now() + timedelta(hours=1))
    assert "retry_overdue" not in floor.settled()


def test_a_retry_without_a_time_is_a_warning(floor: Floor) -> None:
    floor.campaign("progressive", "retry_scheduled")
    assert floor.settled()["retry_overdue"] is Severity.WARN
    assert floor.after(9000)["retry_overdue"] is Severity.WARN


@pytest.mark.parametrize("status", ["canceled", "finished"])
@pytest.mark.parametrize("ended", [True, False])
def test_orphans(floor: Floor, status: str, ended: bool) -> None:
    floor.campaign("preview", "calling", "initial", "success")
    at = floor.now() if ended else None
    floor.write("UPDATE campaigns SET status = :status, ended_at = :at", status=status, at=at)
    assert floor.after(57) == {}
    assert floor.after(5) == {"orphan": Severity.WARN}
    assert {alert.state for alert in floor.alerts()} == {"calling", "initial"}
    assert floor.after(240) == {"orphan": Severity.CRITICAL}
    floor.move("canceled_by_admin")
    assert floor.settled() == {}


def test_a_campaign_that_stands_still(floor: Floor) -> None:
    floor.campaign("progressive", *["initial"] * 3)
    assert floor.after(200) == {}
    floor.write("UPDATE contacts SET state = 'success' WHERE id = 1")
    assert floor.after(101) == {}
    assert floor.after(297) == {}
    assert floor.after(4) == {"stalled": Severity.WARN}
    assert floor.after(600) == {"stalled": Severity.CRITICAL}
    floor.write("UPDATE contacts SET state = 'success' WHERE id = 2")
    assert floor.settled() == {}


def test_a_campaign_without_callable_contacts_does_not_stand_still(floor: Floor) -> None:
    floor.campaign("progressive")
    floor.contact("retry_scheduled", retry_at=floor.now() + timedelta(hours=9))
    floor.contact("success")
    assert floor.after(3600) == {}


def test_a_pause_stops_the_clock(floor: Floor) -> None:
    floor.campaign("progressive", "calling")
    assert floor.after(50) == {}
    floor.write("UPDATE campaigns SET status = 'paused'")
    floor.write("UPDATE campaign_statuses SET at = :at WHERE status = 'paused'", at=floor.now())
    assert floor.after(3600) == {}
    floor.write("UPDATE campaigns SET status = 'in_progress'")
    floor.write("UPDATE campaign_statuses SET at = :at WHERE id = 3", at=floor.now())
    assert floor.after(5) == {}
    assert floor.after(7) == {"stuck": Severity.WARN}


@pytest.mark.parametrize(
    ("mode", "state"),
    [
        ("preview", "call_in_progress"),
        ("predictive", "awaiting_free_operator"),
        ("predictive", "operator_assigned"),
    ],
)
def test_a_pause_does_not_stop_the_clock_of_a_client_on_the_line(
    floor: Floor, mode: str, state: str
) -> None:
    floor.campaign(mode, state, status="paused")
    assert set(floor.after(7300).values()) == {Severity.CRITICAL}


def test_a_campaign_may_set_its_own_limits(floor: Floor) -> None:
    floor.campaign("progressive")
    floor.write("INSERT INTO thresholds VALUES (7, 'calling', 2, 4)")
    floor.contact("calling")
    assert floor.after(3) == {"stuck": Severity.WARN}
    assert floor.after(2) == {"stuck": Severity.CRITICAL}


def test_a_clock_that_is_set_makes_nobody_late(floor: Floor) -> None:
    floor.campaign("predictive", "awaiting_free_operator")
    assert floor.after(1) == {}
    floor.ahead += timedelta(hours=1)
    assert floor.after(1) == {}
    assert floor.after(9) == {"client_waiting": Severity.WARN}


def test_a_final_contact_that_is_dialed_again_is_the_worst(floor: Floor) -> None:
    floor.campaign("predictive", "awaiting_free_operator", "success")
    floor.write("UPDATE contacts SET state = 'calling' WHERE id = 2")
    floor.after(40)
    causes = [alert.cause for alert in floor.alerts()]
    assert causes == ["reopened", "client_waiting"]


def test_the_same_incident_within_two_minutes_is_the_same_alert(floor: Floor) -> None:
    floor.campaign("predictive", "initial")
    ids = set()
    for _ in range(4):
        floor.move("awaiting_free_operator")
        floor.after(11)
        ids |= {alert.id for alert in floor.alerts()}
        floor.move("initial")
        assert floor.settled() == {}
    assert len(ids) == 1
    told = floor.rows(
        "SELECT kind FROM alert_events JOIN alerts ON alerts.id = alert_id"
        " WHERE cause = 'client_waiting' AND kind <> 'escalated' ORDER BY alert_events.id"
    )
    assert told == [("opened",), ("resolved",), *[("reopened",), ("resolved",)] * 3]
    floor.after(130)
    floor.move("awaiting_free_operator")
    floor.after(11)
    assert {alert.id for alert in floor.alerts()}.isdisjoint(ids)


def test_two_desks_make_one_alert_and_one_message(floor: Floor) -> None:
    desks = [floor.new_desk("webhook"), floor.new_desk("webhook")]
    floor.campaign("predictive", "awaiting_free_operator")
    for _ in range(14):
        shown = [floor.after(1, desk) for desk in desks]
    assert shown[0] == shown[1] == {"client_waiting": Severity.WARN}
    waiting = "FROM alerts WHERE cause = 'client_waiting'"
    assert floor.rows(f"SELECT count(*) {waiting}") == [(1,)]
    told = f"SELECT kind, channel FROM deliveries WHERE alert_id IN (SELECT id {waiting})"
    assert floor.rows(told) == [("fired", "webhook")]


def test_another_desk_goes_on_when_the_first_is_gone(floor: Floor) -> None:
    first, second = floor.new_desk(), floor.new_desk()
    floor.campaign("predictive", "initial")
    floor.after(0, first)
    floor.move("awaiting_free_operator")
    assert floor.after(9, second) == {}
    assert floor.after(2, second) == {"client_waiting": Severity.WARN}


def test_whoever_lost_the_lease_writes_nothing(floor: Floor) -> None:
    first, second = floor.new_desk(), floor.new_desk()
    floor.campaign("predictive", "awaiting_free_operator")
    floor.after(0, first)
    floor.pass_time(12)
    seen = floor.seen_by(first)
    assert seen.steps
    floor.after(0, second)
    before = floor.rows("SELECT * FROM alerts")
    assert first._write(seen) is False
    assert floor.rows("SELECT * FROM alerts") == before


def test_a_quiet_database_is_hardly_written_to(floor: Floor) -> None:
    floor.campaign("preview", "success")
    floor.after(0)
    with executed(floor.engine) as statements:
        for _ in range(12):
            floor.after(1)
    words = [statement.split()[0] for statement, _ in statements]
    assert len([word for word in words if word in ("INSERT", "UPDATE", "DELETE")]) == 2


def test_an_acknowledged_alert_comes_back_when_it_gets_worse(floor: Floor) -> None:
    floor.campaign("predictive", "awaiting_free_operator")
    floor.after(11)
    (alert,) = floor.alerts()
    acknowledge(floor.engine, LOCAL, alert.id, None, "on it")
    floor.after(1)
    assert floor.alerts()[0].status is Status.ACKNOWLEDGED
    floor.after(20)
    assert floor.alerts()[0].status is Status.FIRING


def test_numbers_that_are_too_old_are_said(floor: Floor) -> None:
    with pytest.raises(NumbersError):
        floor.desk.look()
    floor.steady += 6
    assert floor.desk.standing.error


def test_what_a_person_did_meanwhile_is_not_overwritten(floor: Floor) -> None:
    floor.campaign("predictive", "awaiting_free_operator")
    floor.after(11)
    (alert,) = floor.alerts()
    floor.pass_time(25)
    floor.feed.tick()
    seen = floor.seen_by(floor.desk)
    assert [step.alert.severity for before, step in seen.steps if before == alert if step.alert]
    acknowledge(floor.engine, LOCAL, alert.id, None, "on it")
    assert floor.desk._write(seen) is True
    kept = f"SELECT status, severity, note FROM alerts WHERE id = {alert.id}"
    assert floor.rows(kept) == [("acknowledged", "warn", "on it")]
    kinds = f"SELECT kind FROM alert_events WHERE alert_id = {alert.id} ORDER BY id"
    assert floor.rows(kinds) == [("opened",), ("acknowledged",)]
    floor.after(1)
    assert floor.rows(kept) == [("firing", "critical", None)]  # it got worse: that is told


def test_a_pending_alert_that_fired_meanwhile_is_not_dropped(floor: Floor) -> None:
    first, second = floor.new_desk(), floor.new_desk()
    floor.campaign("progressive", "retry_scheduled")
    floor.after(0, first)
    floor.write("UPDATE contacts SET retry_at = :at", at=floor.now() + timedelta(hours=1))
    floor.ahead += timedelta(seconds=1)
    seen = floor.seen_by(first)
    assert [step.alert for _, step in seen.steps] == [None]
    floor.write("UPDATE contacts SET retry_at = NULL")
    floor.after(12, second)
    first._give_back()
    second._give_back()
    first._write(seen)
    assert floor.rows("SELECT status FROM alerts WHERE cause = 'retry_overdue'") == [("firing",)]


def test_a_clock_that_goes_back_stops_nothing(floor: Floor) -> None:
    first, second = floor.new_desk(), floor.new_desk()
    floor.campaign("predictive", "awaiting_free_operator")
    assert floor.after(3611, first) == {"client_waiting": Severity.CRITICAL}
    floor.move("initial")
    floor.after(1, first)
    floor.ahead -= timedelta(hours=1)
    floor.after(0, second)
    assert floor.after(3, second) == {}


def test_alerts_of_a_campaign_that_is_deleted_are_over(floor: Floor) -> None:
    floor.campaign("predictive", "awaiting_free_operator")
    assert floor.after(11)
    floor.write("DELETE FROM contacts", "DELETE FROM campaigns")
    assert floor.settled() == {}
    assert floor.desk.standing.past


@pytest.mark.parametrize("status", ["pending", "firing", "acknowledged", "resolved"])
def test_a_cause_of_another_version_is_over_at_once(floor: Floor, status: str) -> None:
    floor.campaign("preview")
    at = floor.now() if status == "resolved" else None
    floor.insert(
        "alerts", campaign_id=7, cause="sunspots", state="glowing", severity="warn", status=status,
        since=floor.now(), count=1, at_least=False, shared="[]", snoozed=False, version=0,
        resolved_at=at,
    )  # fmt: skip
    assert floor.after(0, floor.new_desk("webhook")) == {}


def test_a_hundred_campaigns_in_trouble(floor: Floor) -> None:
    desk = floor.new_desk("webhook")
    for number in range(1, 101):
        floor.campaign("progressive", "calling", id=number)
    floor.after(0, desk)
    floor.after(61, desk)
    stuck = [alert for alert in floor.alerts(desk) if alert.cause == "stuck"]
    assert sorted(alert.campaign_id for alert in stuck) == list(range(1, 101))
    told = "SELECT count(*) FROM deliveries WHERE alert_id IN (SELECT id FROM alerts WHERE cause = "
    assert floor.rows(f"{told}'stuck')") == [(100,)]


def test_what_is_long_over_is_forgotten_in_small_steps(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alert_book, "FORGOTTEN_AT_ONCE", 2)
    desk = floor.new_desk("webhook")
    for number in range(1, 4):
        floor.campaign("predictive", "awaiting_free_operator", id=number)
    floor.after(11, desk)
    floor.move("initial")
    floor.after(1, desk)
    floor.after(3, desk)
    old = "FROM alerts WHERE cause = 'client_waiting'"
    floor.after(24 * 3600 * 89, desk)
    assert floor.rows(f"SELECT count(*) {old}") == [(3,)]
    floor.after(24 * 3600, desk)
    for _ in range(3):
        floor.after(11, desk)
    assert floor.rows(f"SELECT count(*) {old}") == [(0,)]
    for table in ("alert_events", "deliveries"):
        left = f"SELECT count(*) FROM {table} WHERE alert_id NOT IN (SELECT id FROM alerts)"
        assert floor.rows(left) == [(0,)]
