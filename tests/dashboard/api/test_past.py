"""The past over HTTP, on both databases: what the live routes answered then, asked again later."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data.schema.tables import transitions
from tests.data.sql import execute
from tests.server import Server

Numbers = dict[str, Any]
PATH = "/api/v1/campaigns/1"
STAMP = {"age_seconds", "epoch", "seq"}


@pytest.fixture
def told(engine: Engine, server: Server) -> list[Numbers]:
    """What the live route answered while a campaign went on, and had stood still for a moment."""
    execute(
        engine,
        "INSERT INTO campaigns (name, mode, status, timezone)"
        " VALUES ('Spring', 'predictive', 'in_progress', 'Europe/Prague')",
        "INSERT INTO contacts (campaign_id) VALUES " + ", ".join(["(1)"] * 9),
    )
    answers = [settled(engine, server, 9)]
    execute(engine, "UPDATE contacts SET state = 'calling' WHERE id < 6")
    answers.append(settled(engine, server, 14))
    execute(
        engine,
        "UPDATE contacts SET state = 'call_in_progress' WHERE id < 4",
        "UPDATE contacts SET state = 'hypnotized' WHERE id = 1",
        "DELETE FROM contacts WHERE id = 9",
        "UPDATE campaigns SET status = 'paused'",
    )
    answers.append(settled(engine, server, 19))
    return answers


def settled(engine: Engine, server: Server, moves: int) -> Numbers:
    """The live answer once it knows so many transitions, and is younger than the last of them."""
    with engine.connect() as connection:
        ats = list(connection.execute(select(transitions.c.at)).scalars())
    assert len(ats) == moves
    answers: list[Numbers] = [{}]

    def is_settled() -> bool:
        answers[0] = server.get(PATH)
        return moment(answers[0].get("as_of")) > max(ats) + timedelta(milliseconds=5)

    server.wait_until(is_settled)
    return answers[0]


def moment(said: str | None) -> datetime:
    return datetime.fromisoformat(said) if said else datetime.min.replace(tzinfo=UTC)


def without_stamp(answer: Numbers) -> Numbers:
    return {key: value for key, value in answer.items() if key not in STAMP}


def test_every_answer_of_then_is_given_again(server: Server, told: list[Numbers]) -> None:
    assert [answer["counts"]["initial"] for answer in told] == [9, 4, 3]
    assert [answer["status"] for answer in told] == ["in_progress", "in_progress", "paused"]
    for answer in told:
        assert server.get(f"{PATH}/past?at={answer['as_of']}") == without_stamp(answer)
    refuses_what_was_not(server)


def refuses_what_was_not(server: Server) -> None:
    life = server.get("/past/campaigns/1/life")
    assert sum(number for _, number in life["moves"]) == 19
    before, ahead = "2020-01-01T00:00:00Z", "2900-01-01T00:00:00Z"
    for path in (f"{PATH}/past", "/past/campaigns/1"):
        for at in (before, ahead):
            status, body, kind = server.fetch(f"{path}?at={at}")
            assert (status, kind) == (422, "application/problem+json"), body
        wrong = ("", "?at=", "?at=noon", "?at=2026-02-30T00:00:00Z", f"?at={before}&at={before}")
        for query in wrong:
            assert server.status(f"{path}{query}") == 400
        assert server.status(f"{path}?at={life['began']}".replace("/1", "/2", 1)) == 404
    assert "not there yet" in server.get(f"{PATH}/past?at={before}")["detail"]
    assert "lies ahead" in server.get(f"{PATH}/past?at={ahead}")["detail"]
    at = f"/past/campaigns/1?at={life['began']}"
    for query in ("step=0", "step=901", "count=0", "count=61", "step=1.5", "count=x"):
        assert server.status(f"{at}&{query}") == 400
    assert server.status(f"{at}&step=900&count=3") == 422


def test_frames_are_the_page_of_each_instant(server: Server, told: list[Numbers]) -> None:
    first = moment(told[0]["as_of"]).replace(microsecond=0) + timedelta(seconds=1)
    at = first.strftime("%Y-%m-%dT%H:%M:%SZ")
    server.wait_until(lambda: moment(server.get(PATH)["as_of"]) > first + timedelta(seconds=3))
    answer = server.get(f"/past/campaigns/1?at={at}&step=1&count=3&lang=cs")
    assert moment(answer["now"]) > first
    assert [moment(frame["at"]) - first for frame in answer["frames"]] == [
        timedelta(seconds=n) for n in range(3)
    ]
    known: dict[str, Any] = {}
    for frame in answer["frames"]:
        for id, props in frame["set"].items():
            known[id] = {**known.get(id, {}), **props}
        alone = server.get(f"/past/campaigns/1?at={frame['at']}&lang=cs")["frames"][0]
        assert alone["set"] == known
        numbers = server.get(f"{PATH}/past?at={frame['at']}")
        shown = {state: known[f"count-{state}"]["data-value"] for state in numbers["counts"]}
        assert shown == numbers["counts"]
    assert known["document-title"]["text"].startswith("Spring, v minulosti")
    local = moment(answer["frames"][0]["local"]).replace(tzinfo=UTC) - first
    assert local in (timedelta(hours=1), timedelta(hours=2))


def tells_a_clock_in_the_campaign_s_zone(server: Server) -> None:
    def asked(local: str) -> Any:
        return server.get(f"/past/campaigns/1/instants?local={local}")

    assert asked("2026-01-31T14:02:07") == {
        "zone": "Europe/Prague",
        "instants": ["2026-01-31T13:02:07.000Z"],
        "first": "2026-01-31T13:02:07.000Z",
    }
    gap, overlap = asked("2026-03-29T02:30"), asked("2026-10-25T02:30")
    assert (gap["instants"], gap["first"]) == ([], "2026-03-29T01:00:00.000Z")
    assert overlap["instants"] == ["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"]
    for local in ("", "noon", "2026-01-31T14:02:07Z", "0001-01-01T00:00", "9999-12-31T23:59:59"):
        path = f"/past/campaigns/1/instants?local={local}"
        assert server.status(path) in (200, 400)
        assert local.startswith("9999") or server.status(path) == 400


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_may_not_see_the_campaign_sees_no_past_of_it(
    server: Server, told: list[Numbers]
) -> None:
    at = told[0]["as_of"]
    paths = (
        f"{PATH}/past?at={at}",
        f"/past/campaigns/1?at={at}",
        "/past/campaigns/1/life",
        "/past/campaigns/1/instants?local=2026-01-31T14:02:07",
    )
    tells_a_clock_in_the_campaign_s_zone(server)
    full = server.sign_in("all", "supervisor")
    assert [server.status(path, full) for path in paths] == [200] * 4
    limited = server.sign_in("other", "supervisor", campaigns=[2])
    assert [server.status(path, limited) for path in paths] == [404] * 4
    dialer = server.token("dialer", "dialer")
    assert [server.status(path, dialer) for path in paths] == [403] * 4
