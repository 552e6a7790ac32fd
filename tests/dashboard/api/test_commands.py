"""What was asked of dialers, over HTTP."""

import json

import pytest
from sqlalchemy import Engine

from dashboard.api.commands import _campaigns
from data.domain.access import LOCAL, Actor, Role
from tests.data.sql import execute
from tests.server import Server

PATH = "/api/v1/commands"


@pytest.fixture
def asked(engine: Engine, server: Server) -> Server:
    """A server, and a table of commands, one of which somebody wrote by hand."""
    payload = json.dumps({"v": 1, "contact_ids": [3, 4], "by": "eva", "reason": "+442079460001"})
    odd = json.dumps({"contact_ids": {"x": 1}, "by": 7, "reason": ["x"]})
    execute(
        engine,
        "INSERT INTO commands (type, campaign_id, payload) VALUES"
        f" ('contacts.remove', 7, '{payload}'), ('campaign.cancel', 8, '{odd}'),"
        " ('campaign.cancel', 7, '[')".replace(":", "\\:"),
    )
    return server


def test_commands_are_read_on_from_the_last_one(asked: Server) -> None:
    answer = asked.get(f"{PATH}?limit=2")
    first, second = answer["commands"]
    assert {name: first[name] for name in ("id", "type", "campaign_id", "contact_ids", "by")} == {
        "id": 1, "type": "contacts.remove", "campaign_id": 7, "contact_ids": [3, 4], "by": "eva",
    }  # fmt: skip
    assert first["reason"] == "+44 ••• ••• 001"
    assert first["created_at"].endswith("Z")
    assert (second["contact_ids"], second["by"], second["reason"]) == ([], None, None)
    rest = asked.get(f"{PATH}?after={answer['next_after']}")
    assert [command["id"] for command in rest["commands"]] == [3]
    assert asked.get(f"{PATH}?after=3") == {"commands": [], "next_after": 3}
    assert [command["id"] for command in asked.get(f"{PATH}?campaign=7")["commands"]] == [1, 3]
    for query in ("limit=0", "limit=1001", "after=x", "campaign=0", "state=x"):
        assert asked.status(f"{PATH}?{query}") == 400, query


def test_who_is_limited_sees_the_commands_of_their_campaigns() -> None:
    limited = Actor("d", Role.DIALER, campaigns=frozenset({7, 9}))
    assert _campaigns(LOCAL, None) is None
    assert _campaigns(LOCAL, 8) == {8}
    assert _campaigns(limited, None) == {7, 9}
    assert _campaigns(limited, 7) == {7}
    assert _campaigns(limited, 8) == set()
