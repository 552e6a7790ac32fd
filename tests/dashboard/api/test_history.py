"""Charts over HTTP: what they count, what odd requests get, and what is not counted twice."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
from dash import Dash
from sqlalchemy import Engine

from dashboard.api.described import described
from data.feed import LiveFeed
from data.history.series import COUNTED
from tests.dashboard.api.test_limits import ALL, NONE, OWN, Asking, application
from tests.data.history.log import Row, write_log
from tests.data.sql import execute, executed

HISTORY = "/campaigns/{campaign_id}/history"
PAST = "from=2024-03-30&to=2024-04-02"
# Two days, in Prague: 22:30 before clocks are set forward, and the noon after.
EVENING, NOON = datetime(2024, 3, 30, 21, 30, tzinfo=UTC), datetime(2024, 3, 31, 10, tzinfo=UTC)


def call(contact: int, at: datetime, ends: str, campaign: int = 1) -> list[Row]:
    later = at + timedelta(seconds=20)
    return [
        Row(campaign, contact, None, "initial", at, to_step=0),
        Row(campaign, contact, "initial", "calling", at, 5.0, 1, 0, 1),
        Row(campaign, contact, "calling", ends, later, 20.0, 1, 1, 3),
    ]


LOG = [
    *call(1, EVENING, "retry_scheduled"),
    *call(2, NOON, "call_in_progress"),
    *call(3, NOON + timedelta(minutes=10), "dial_failed"),
    *call(4, NOON + timedelta(days=-40), "call_in_progress", campaign=2),
]

WRONG = (
    ("from=2026-03-02&to=2026-03-01", 422, "from has to lie before to"),
    ("from=2026-03-01&to=2026-03-01", 422, "from has to lie before to"),
    ("from=2900-01-01", 422, "before now"),
    ("from=1970-01-01&to=2970-01-01", 422, "too long"),
    ("from=0001-01-01&to=9999-12-31", 400, "from must be a time"),
    ("to=12026-01-01T00:00:00Z", 400, "to must be a time"),
    ("from=2026-02-30", 400, "from must be a time"),
    ("from=soon", 400, "from must be a time"),
    ("from=2026-01-01&from=2026-01-02", 400, "from must be one"),
    ("from=2024-03-31T02:30", 422, "clocks in Europe/Prague never show 2024-03-31T02:30"),
    ("tz=Mars/Olympus", 422, "nobody knows the zone"),
    ("tz=../../etc/passwd", 422, "nobody knows the zone"),
    ("tz=Europe", 422, "nobody knows the zone"),
    (f"tz={'x' * 65}", 400, "tz must be one text"),
    ("compare=tomorrow", 400, "compare must be one of"),
    (f"compare={quote('١٢')}", 400, "compare must be one of"),
    ("compare=1", 422, "always like itself"),
    ("compare=99", 404, "no such campaign"),
    ("campaign=7", 400, "campaign means nothing here"),
)


class Client(Asking):
    """Asks, and knows how an answer has to look."""

    def __init__(self, app: Dash) -> None:
        super().__init__(app)
        self._description = described(app.server)

    def fits(self, path: str, body: Any) -> Any:
        answer = self._description["paths"][f"/api/v1{path}"]["get"]["responses"]["200"]
        schema = answer["content"]["application/json"]["schema"]
        jsonschema_rs.validate(schema | {"components": self._description["components"]}, body)
        return body

    def history(self, query: str = PAST, campaign: int = 1) -> Any:
        status, body = self(ALL, f"/campaigns/{campaign}/history?{query}")
        assert status == 200, body
        return self.fits(HISTORY, body)


@pytest.fixture
def ask(engine: Engine, feed: LiveFeed) -> Client:
    begun = {1: "2024-03-30T21:00:07.000Z", 2: "2024-02-20T09:30:55.000Z", 3: None}
    for id, at in begun.items():
        execute(
            engine,
            "INSERT INTO campaigns (id, name, mode, timezone, started_at)"
            " VALUES (:id, 'Spring', 'preview', 'Europe/Prague', :at)",
            id=id, at=at,
        )  # fmt: skip
    write_log(engine, LOG)
    feed.tick()
    return Client(application(engine, feed))


def found(body: Any, name: str) -> dict[str, Any]:
    """What is not zero, by the label of its bucket."""
    series = zip(body["labels"], body["series"][name], strict=True)
    return {label: value for label, value in series if value}


def test_days_of_a_campaign_across_midnight_and_a_change_of_clocks(ask: Client) -> None:
    body = ask.history()
    assert (body["bucket"], body["tz"]) == ("PT15M", "Europe/Prague")
    assert (body["from"], body["to"]) == ("2024-03-29T23:00:00.000Z", "2024-04-01T22:00:00.000Z")
    assert len(body["starts"]) == 4 * (24 + 23 + 24)
    assert found(body, "attempts") == {"2024-03-30T22:30+01:00": 1, "2024-03-31T12:00+02:00": 2}
    assert found(body, "connect_rate") == {"2024-03-31T12:00+02:00": 0.5}
    assert body["totals"]["connect_rate"] == {"value": 1 / 3, "numerator": 1, "denominator": 3}
    assert body["totals"]["dial_failures"] == 1
    assert body["stays"]["calling"]["count"] == 3
    assert body["states"]["call_in_progress"][-1] == 1
    assert body["states"]["calling"][0] == 0
    assert all(body["whole"])
    assert body["closed"]
    assert 0 <= body["age_seconds"] < 60


def test_without_a_span_it_is_since_the_beginning_and_up_to_now(ask: Client) -> None:
    body = ask.history("")
    assert body["from"] == "2024-03-30T21:30:00.000Z"
    assert body["to"] == body["as_of"]
    assert (body["closed"], body["whole"][-1]) == (False, False)
    assert body["totals"]["attempts"] == 3
    assert ask.history("", campaign=3)["totals"]["attempts"] == 0


def test_the_day_before_by_its_clocks(ask: Client) -> None:
    compared = ask.history(f"{PAST}&compare=yesterday")["compare"]
    assert (compared["campaign_id"], compared["aligned_by"]) == (1, "local time")
    body = ask.history("from=2024-03-31T21:30&to=2024-03-31T23:30&compare=yesterday")
    assert sum(body["series"]["attempts"]) == 0
    assert body["compare"]["totals"]["attempts"] == 1
    assert found(body["compare"], "attempts") == {"2024-03-30T22:30+01:00": 1}
    assert body["compare"]["series"]["attempts"].index(1) == 60
    last_week = ask.history("from=2024-04-06&to=2024-04-08&compare=last_week")["compare"]
    assert last_week["totals"]["attempts"] == 3
    assert last_week["from"] == "2024-03-29T23:00:00.000Z"


def test_another_campaign_by_the_time_since_its_start(ask: Client) -> None:
    compared = ask.history(f"{PAST}&compare=2")["compare"]
    assert (compared["campaign_id"], compared["aligned_by"]) == (2, "time since start")
    # Campaign 1 begins at 21:00 of the 30th, the other at 9:30 of the 20th of February.
    assert compared["from"] == "2024-02-19T11:30:00.000Z"
    assert found(compared, "connects") == {"2024-02-20T11:00+01:00": 1}
    status, body = ask(ALL, f"/campaigns/1/history?{PAST}&compare=3")
    assert (status, "not begun" in body["detail"]) == (422, True)


def test_when_people_answer(ask: Client) -> None:
    path = "/campaigns/{campaign_id}/answers"
    body = ask.fits(path, ask(ALL, f"/campaigns/1/answers?{PAST}")[1])
    cells = {(cell["weekday"], cell["hour"]): cell for cell in body["cells"]}
    assert {at for at, cell in cells.items() if cell["attempts_ended"]} == {(6, 22), (7, 12)}
    assert cells[7, 12] == {
        "weekday": 7, "hour": 12, "connects": 1, "attempts_ended": 2, "rate": 0.5,
    }  # fmt: skip
    assert (cells[6, 22]["rate"], cells[1, 0]["rate"]) == (0.0, None)
    assert ask(ALL, "/campaigns/1/answers?from=2020-01-01")[0] == 422
    assert ask(ALL, "/campaigns/2/answers?to=2024-04-01")[1]["from"] == "2024-02-20T10:00:00.000Z"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_meant_is_said(ask: Client) -> None:
    for query, status, said in WRONG:
        found_, body = ask(ALL, f"/campaigns/1/history?{query}")
        assert (found_, said in body["detail"]) == (status, True), (query, body)
        if "compare" not in query:
            assert ask(ALL, f"/campaigns/1/answers?{query}")[0] == status, query


def test_a_time_that_clocks_show_twice_is_the_earlier_one_and_that_is_told(ask: Client) -> None:
    twice = ask.history("from=2024-10-26&to=2024-10-27T02:30")
    assert (twice["to"], twice["twice"]) == ("2024-10-27T00:30:00.000Z", ["to"])
    later = ask.history(f"from=2024-10-26&to={quote('2024-10-27T02:30+01:00')}")
    assert (later["to"], later["twice"]) == ("2024-10-27T01:30:00.000Z", [])


def test_nobody_learns_of_campaigns_that_they_may_not_see(ask: Client) -> None:
    for kind in ("history", "answers"):
        assert ask(OWN, f"/campaigns/1/{kind}?{PAST}")[0] == 200
        assert ask(OWN, f"/campaigns/2/{kind}?{PAST}")[0] == 404
        assert ask(NONE, f"/campaigns/1/{kind}?{PAST}")[0] == 404
        assert ask(ALL, f"/campaigns/99/{kind}?{PAST}") == ask(OWN, f"/campaigns/2/{kind}?{PAST}")
    assert ask(ALL, f"/campaigns/1/history?{PAST}&compare=2")[0] == 200  # and is remembered
    assert ask(OWN, f"/campaigns/1/history?{PAST}&compare=2")[0] == 404


@pytest.mark.parametrize("kind", ["history", "answers"])
def test_a_span_that_is_over_is_read_once(ask: Client, engine: Engine, kind: str) -> None:
    path = f"/campaigns/1/{kind}?{PAST}&tz=America/New_York"
    with executed(engine) as first:
        status, body = ask(ALL, path)
    assert status == 200
    assert first
    with executed(engine) as again:
        remembered = ask(ALL, path)[1]
    assert again == []
    assert remembered | {"age_seconds": 0} == body | {"age_seconds": 0}
    with executed(engine) as other:
        ask(ALL, f"/campaigns/1/{kind}?{PAST}&tz=Asia/Kathmandu")
        ask(OWN, path)
    assert len(other) == 2 * len(first)


def test_the_series_that_are_told_are_those_that_are_counted(ask: Client) -> None:
    body = ask.history()
    assert set(body["series"]) == {*COUNTED, "connect_rate"}
    for name in COUNTED:
        assert sum(body["series"][name]) == body["totals"][name]
