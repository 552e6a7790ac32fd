"""Alerts on screens: in words, in prepared lines, on their page, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard import formats
from dashboard.alert_words import detail, headline
from dashboard.components.alert_slots import alert_slots
from dashboard.components.operation_strip import operation_strip
from dashboard.live.alert_slots import slots
from dashboard.live.views.alerts import alerts as alerts_view
from dashboard.pages import alerts as page
from dashboard.texts import speaking
from data.domain.alerts import RULES, Alert, Severity, Shared, Status
from data.domain.sight import Sight
from data.domain.thresholds import Limits
from tests.dashboard.snapshots import NOON, snapshot, view
from tests.dashboard.trees import values

ALERT = Alert(
    5, 7, "client_waiting", "awaiting_free_operator", Severity.CRITICAL, Status.FIRING, NOON, 3,
    oldest_at=datetime(2026, 5, 1, 12, tzinfo=UTC), limit_seconds=30,
)  # fmt: skip


def one(**given: Any) -> Alert:
    return replace(ALERT, **given)


HEADLINES = {
    "3 clients wait over 30\u00a0s": ALERT,
    "1 client waits over 30\u00a0s": one(count=1),
    "over 1,000 clients wait over 2\u00a0min": one(count=1000, at_least=True, limit_seconds=120),
    "6 in ACW over 3\u00a0min": one(cause="stuck", state="acw", count=6, limit_seconds=180),
    "1 retry without a time": one(cause="retry_overdue", count=1, limit_seconds=None),
    "3.4\u00a0% of calls abandoned in 24 h": one(
        cause="abandoned_day", numerator=34, denominator=1000
    ),
}


def test_headlines() -> None:
    assert [headline(alert) for alert in HEADLINES.values()] == [*HEADLINES]


def test_headlines_in_czech_know_three_plurals() -> None:
    with speaking("cs"):
        said = [headline(one(count=count)).split("\u00a0")[0] for count in (1, 3, 5)]
    numbers = ("1 klient čeká", "3 klienti čekají", "5 klientů čeká")
    assert said == [f"{number} déle než 30" for number in numbers]


def test_details() -> None:
    shared = (Shared("operator", "118", 3), Shared("reason", "x" * 99, 2))
    assert detail(one(shared=shared)) == f"all: operator 118 · mostly reason “{'x' * 39}…”"
    rate = one(cause="abandoned_day", numerator=41, denominator=2270)
    assert detail(rate) == "41 / 2,270 · lower bound"
    moved = one(cause="reopened", count=1, shared=(Shared("move", "success>calling", 1),))
    assert detail(moved) == "Success → Calling"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.cause)
@pytest.mark.parametrize("language", ["en", "cs"])
def test_every_rule_has_its_words(rule: Any, language: str) -> None:
    with speaking(language):
        text = headline(one(cause=rule.cause, numerator=1, denominator=9))
    assert text
    assert "{" not in text
    assert text != rule.cause


def test_filled_lines_carry_what_tests_and_scripts_look_for() -> None:
    shown = slots([ALERT, one(id=6, state=None)], "x", 3)
    assert shown["x-alert-0"] == {
        "hidden": False,
        "data-testid": "alert",
        "data-severity": "critical",
        "data-status": "firing",
        "data-campaign": 7,
        "data-state": "awaiting_free_operator",
    }
    assert shown["x-alert-1"]["data-state"] == ""
    assert (shown["x-alert-2"]["hidden"], shown["x-alert-2"]["data-testid"]) == (True, "")
    assert shown["x-alert-0-age"] == {"data-since": 1777636800000}
    assert shown["x-alerts-clear"]["hidden"] is True


def test_what_does_not_fit_is_counted() -> None:
    shown = slots([ALERT] * 5, "x", 2)
    assert shown["x-alerts-more"] == {"hidden": False, "text": "and 3 more"}
    assert slots([ALERT] * 2, "x", 2)["x-alerts-more"]["hidden"] is True


def test_nothing_wrong_is_said_and_so_is_not_knowing() -> None:
    clear = slots([], "x", 2)["x-alerts-clear"]
    assert clear == {"hidden": False, "text": "All clear", "data-error": "no"}
    zone = ZoneInfo("Europe/Prague")
    since = slots([], "x", 2, clear_since=NOON, zone=zone)["x-alerts-clear"]
    assert since["text"] == "All clear since 14:00"
    night = NOON + timedelta(hours=11)  # the next day in that zone
    for now, text in ((NOON, "14:00"), (night, f"{formats.day(NOON)} 14:00")):
        shown = slots([], "x", 2, clear_since=NOON, zone=zone, now=now)["x-alerts-clear"]
        assert shown["text"] == f"All clear since {text}"
    unknown = slots([ALERT], "x", 2, error="gone")["x-alerts-clear"]
    assert unknown["text"] == "Alerts cannot be told: gone"
    assert (unknown["hidden"], unknown["data-error"]) == (False, "yes")


def test_every_prop_has_its_place() -> None:
    assert set(slots([ALERT], "x", 3)) == set(values(alert_slots("x", 3), "id"))
    resolved = one(id=9, status=Status.RESOLVED, resolved_at=NOON)
    sight = Sight(
        snapshot(view()),
        (ALERT, one(id=6, status=Status.ACKNOWLEDGED, acknowledged_by="ana", note="on it")),
        past=(resolved,),
        limits={(7, "acw"): Limits(5, 10, own=True)},
    )
    shown = alerts_view(sight)
    places = {*values(page.layout(), "id"), *values(operation_strip(), "id"), "document-title"}
    assert set(shown) <= places
    assert shown["open-alert-0"]["data-alert"] == 5
    assert shown["taken-alert-0"]["data-alert"] == 6
    assert shown["taken-alert-0-remark"]["text"] == "taken up by ana · “on it”"
    assert shown["past-alert-0"]["data-testid"] == "past-alert"
    assert shown["alerts-own-0"]["text"].startswith("Spring renewals: ACW from 5")
    assert len(values(page.layout(), "data-testid")) == 0


def test_the_dialog_is_one() -> None:
    assert values(page.layout(), "role").count("dialog") == 1
