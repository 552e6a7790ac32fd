"""Whoever is limited to some campaigns cannot tell that there are others."""

from types import SimpleNamespace
from typing import Any

import pytest
from dash import Dash
from sqlalchemy import Engine

from dashboard.shell import create_app
from data.alert_desk import AlertDesk
from data.domain.access import Actor, Means, Role
from data.feed import LiveFeed
from data.settings import Settings
from tests.data.sql import execute
from tests.data.test_feed import tick_until

ALL = Actor("ana", Role.SUPERVISOR, Means.TOKEN, 1)
OWN = Actor("eva", Role.SUPERVISOR, Means.TOKEN, 2, campaigns=frozenset({1}))
NONE = Actor("jan", Role.SUPERVISOR, Means.TOKEN, 3, campaigns=frozenset())

ALERT = (
    "id, campaign_id, cause, severity, status, since, count, at_least, shared, snoozed, version,"
    " resolved_at"
)
AT = "2026-05-01T12:00:00.000Z"


class Names:
    """A directory in which everybody's name is their token."""

    is_open = False

    def by_token(self, secret: str) -> Actor | None:
        return {actor.name: actor for actor in (ALL, OWN, NONE)}.get(secret)


class Asking:
    """Asks the API as one actor or another."""

    def __init__(self, app: Dash) -> None:
        self.client = app.server.test_client()

    def __call__(self, actor: Actor, path: str) -> tuple[int, Any]:
        bearer = {"Authorization": f"Bearer {actor.name}"}
        answer = self.client.get(f"/api/v1{path}", headers=bearer)
        return answer.status_code, answer.get_json(force=True)


def application(engine: Engine, feed: LiveFeed) -> Dash:
    """The application, for which everybody's name is their token."""
    services: Any = SimpleNamespace(
        engine=engine,
        feed=feed,
        alerts=AlertDesk(engine, feed),
        settings=Settings(secret_key="x"),
        directory=Names(),
        redis_url="",
    )
    return create_app(services)


@pytest.fixture
def ask(engine: Engine, feed: LiveFeed) -> Asking:
    """Two campaigns, of each two contacts, an open alert and a past one."""
    for campaign in (1, 2):
        execute(
            engine,
            f"INSERT INTO campaigns (id, name, mode) VALUES ({campaign}, 'Spring', 'preview')",
            "INSERT INTO contacts (id, campaign_id, reason)"
            " VALUES (:open, :campaign, :reason), (:over, :campaign, :reason)",
            f"INSERT INTO alerts ({ALERT}) VALUES"
            " (:open, :campaign, 'stuck', 'warn', 'firing', :at, 1, false, '[]', false, 0, NULL),"
            " (:over, :campaign, 'stuck', 'warn', 'resolved', :at, 1, false, '[]', false, 0, :at)",
            campaign=campaign, open=2 * campaign, over=2 * campaign + 1, at=AT,
            reason="call +420777123450",
        )  # fmt: skip
    tick_until(feed, lambda: feed.final_id == 4)
    return Asking(application(engine, feed))


def test_lists_hold_nothing_of_others(ask: Asking) -> None:
    for actor, seen in ((ALL, [1, 2]), (OWN, [1]), (NONE, [])):
        _, listed = ask(actor, "/campaigns")
        assert [row["id"] for row in listed["campaigns"]] == seen


def test_what_one_may_not_see_is_answered_as_what_is_not_there(ask: Asking) -> None:
    for path, absent in (
        ("/campaigns/2", "/campaigns/999"),
        ("/campaigns/2/contacts", "/campaigns/999/contacts"),
        ("/campaigns/2/transitions", "/campaigns/999/transitions"),
        ("/contacts/4", "/contacts/999"),
        ("/alerts?campaign=2", "/alerts?campaign=999"),
    ):
        assert ask(ALL, path)[0] == 200
        for actor in (OWN, NONE):
            assert ask(actor, path) == ask(actor, absent), path
        assert ask(OWN, path.replace("2", "1").replace("4", "2"))[0] == 200


def test_what_was_kept_for_others_is_not_given_away(ask: Asking) -> None:
    for path in ("/campaigns/2/transitions?limit=1", "/contacts/5"):
        for _ in range(2):
            assert [ask(actor, path)[0] for actor in (ALL, OWN, NONE)] == [200, 404, 404]


def test_a_contact_of_others_is_not_even_read_first(ask: Asking) -> None:
    assert [ask(actor, "/contacts/4")[0] for actor in (OWN, ALL)] == [404, 200]


def test_a_campaign_that_the_numbers_do_not_know_yet_is_guarded_too(
    ask: Asking, engine: Engine
) -> None:
    execute(
        engine,
        "INSERT INTO campaigns (id, name, mode) VALUES (3, 'New', 'preview')",
        "INSERT INTO contacts (id, campaign_id) VALUES (9, 3)",
    )
    assert [ask(actor, "/contacts/9")[0] for actor in (ALL, OWN, ALL)] == [200, 404, 200]


def test_alerts_and_their_pages_are_counted_among_ones_own(ask: Asking) -> None:
    def ids(actor: Actor, query: str = "") -> list[int]:
        return [row["id"] for row in ask(actor, f"/alerts{query}")[1]["alerts"]]

    assert [ids(actor) for actor in (ALL, OWN, NONE)] == [[4, 2, 5, 3], [2, 3], []]
    first = ask(OWN, "/alerts?limit=1")[1]
    assert first["next_cursor"] == "open-2"
    assert ids(OWN, f"?limit=1&cursor={first['next_cursor']}") == [3]
    assert ask(OWN, "/alerts?limit=2")[1]["next_cursor"] is None
    assert ids(OWN, "?cursor=past-99") == [3]


def test_history_masks_numbers_in_reasons(ask: Asking) -> None:
    rows = ask(ALL, "/campaigns/1/transitions")[1]["transitions"]
    assert {row["reason"] for row in rows} == {"call +420 ••• ••• 450"}
