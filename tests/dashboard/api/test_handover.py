"""Over HTTP: since when somebody was away, and what changed."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import Engine

from tests.dashboard.api.asking import post
from tests.data.history.log import write_log
from tests.data.history.test_handover import calls, write
from tests.server import Server

PATH = "/api/v1/handover"


def test_who_comes_back_is_told_what_changed(server: Server, engine: Engine) -> None:
    went = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    write(
        engine,
        "INSERT INTO campaigns (id, name, mode, status) VALUES (1, 'A', 'predictive', 'finished')",
    )
    server.wait_until(lambda: server.status("/api/v1/campaigns/1") == 200)
    assert post(server, PATH, {}) == (200, {"since": None})
    write(engine, "UPDATE last_looks SET at = :at", at=went)
    status, told = post(server, PATH, {})
    assert (status, told["since"]) == (200, went.strftime("%Y-%m-%dT%H:%M:%S.000Z"))
    write_log(engine, calls(1, went - timedelta(hours=1), 100, 60))
    write_log(engine, calls(1, went, 200, 20))
    found = server.get(f"{PATH}?since={quote(told['since'])}")
    (turn,) = found["campaigns"]
    assert (turn["campaign"], turn["status"], turn["word"]) == ("A", "finished", "Finished")
    (shift,) = found["shifts"]
    assert (shift["label"], shift["before"]["value"]) == ("Connect rate", 0.6)
    assert shift["after"] == {"value": 0.1, "numerator": 20, "denominator": 200}
    assert post(server, PATH, {"seen": True}) == (200, {"since": None})
    assert post(server, PATH, {}) == (200, {"since": None})


def test_nobody_is_told_of_campaigns_they_may_not_see(server: Server, engine: Engine) -> None:
    write(
        engine,
        "INSERT INTO campaigns (id, name, mode, status) VALUES (1, 'A', 'predictive', 'finished'),"
        " (2, 'B', 'preview', 'finished')",
    )
    server.wait_until(lambda: server.status("/api/v1/campaigns/2") == 200)
    headers = server.sign_in("eva", "supervisor", [2])
    server.wait_until(lambda: server.status(PATH, headers) == 200)
    told = [turn["campaign"] for turn in server.get(PATH, headers)["campaigns"]]
    assert told == ["B"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_odd_questions_are_refused(server: Server) -> None:
    future = quote((datetime.now(UTC) + timedelta(days=1)).isoformat())
    assert server.status(f"{PATH}?since={future}") == 422
    assert server.status(f"{PATH}?since=yesterday") == 400
    assert server.status(f"{PATH}?until=1") == 400
    assert post(server, PATH, {"seen": "yes"})[0] == 422
    assert server.get(f"{PATH}?since=1970-01-01T00:00:00Z")["campaigns"] == []
