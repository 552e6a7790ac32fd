"""Loading contacts and reporting moves without SQL: all or none, fenced, audited once a request."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from data.commands import blacklist
from data.commands.contacts_load import CampaignOverError, NewContact, load
from data.commands.contacts_report import report
from data.domain.access import LOCAL, Actor, ForbiddenError, Means, NoSuchCampaignError, Role
from data.domain.reports import Report
from data.door import Key
from tests.data.blacklist.lists import states
from tests.data.sql import execute, one, rows

SECRET = "of the tests"
GUEST = Actor("guest", Role.SUPERVISOR, Means.CONSOLE)
OF_EIGHT = Actor("dialer 8", Role.DIALER, Means.CONSOLE, campaigns=frozenset({8}))


@pytest.fixture
def campaign(engine: Engine) -> Engine:
    """A database with a campaign in progress, and a paused one."""
    execute(
        engine,
        "INSERT INTO campaigns (id, name, mode, status) VALUES"
        " (7, 'Spring', 'predictive', 'in_progress'), (8, 'Autumn', 'preview', 'paused')",
    )
    return engine


def three(engine: Engine) -> list[int]:
    new = [NewContact(f"+4420794600{number:02}", "Ada") for number in range(3)]
    return [row["id"] for row in load(engine, SECRET, LOCAL, 7, new)]


def entries(engine: Engine) -> list[tuple[Any, ...]]:
    found = rows(engine, "SELECT action, outcome, campaign_id, detail FROM audit ORDER BY id")
    return [(*row, json.loads(detail)) for *row, detail in found]


def test_contacts_are_loaded_in_their_order_with_history(campaign: Engine) -> None:
    new = [NewContact(str(number), f"N{number}", f"C{number}") for number in range(1_000)]
    new[5] = NewContact(None, state="invalid_record")
    loaded = load(campaign, SECRET, LOCAL, 7, new)
    assert loaded[5]["state"] == "invalid_record"
    external = dict(rows(campaign, "SELECT id, external_id FROM contacts"))
    assert [external[row["id"]] for row in loaded] == [contact.external_id for contact in new]
    assert one(campaign, "SELECT count(*) FROM transitions") == 1_000
    assert entries(campaign) == [("contacts.load", "done", 7, {"contacts": 1_000})]


def test_whose_number_is_on_the_blacklist_is_not_put_on_the_list(campaign: Engine) -> None:
    blacklist.add(campaign, SECRET, LOCAL, "+44 20 7946 0007", "asked for it")
    new = [NewContact("+442079460007"), NewContact("+442079460008"), NewContact("nobody")]
    loaded = load(campaign, SECRET, LOCAL, 7, [*new, NewContact("+442079460007", state="success")])
    assert [row["state"] for row in loaded] == ["blacklisted", "initial", "initial", "success"]
    assert states(campaign) == ["blacklisted", "initial", "initial", "success"]


def test_only_who_may_loads_and_only_what_they_see(campaign: Engine) -> None:
    for actor, campaign_id, error in (
        (GUEST, 7, ForbiddenError),
        (OF_EIGHT, 7, NoSuchCampaignError),
        (LOCAL, 99, NoSuchCampaignError),
    ):
        with pytest.raises(error):
            load(campaign, SECRET, actor, campaign_id, [NewContact("1")])
    assert load(campaign, SECRET, OF_EIGHT, 8, [NewContact("1")])
    assert states(campaign) == ["initial"]


@pytest.mark.parametrize("status", ["canceling", "canceled", "finished"])
def test_a_campaign_that_is_over_takes_no_contacts(campaign: Engine, status: str) -> None:
    execute(campaign, f"UPDATE campaigns SET status = '{status}' WHERE id = 7")
    with pytest.raises(CampaignOverError):
        load(campaign, SECRET, LOCAL, 7, [NewContact("1")])
    assert states(campaign) == []


def test_moves_are_written_in_their_order_with_what_is_known(campaign: Engine) -> None:
    first, second, _ = three(campaign)
    moves = [
        Report(first, "calling", "initial"),
        Report(second, "calling"),
        Report(first, "call_in_progress", "calling", {"operator": "Eva"}),
        Report(first, "acw", None, {"reason": "sold"}),
    ]
    answer = report(campaign, LOCAL, moves)
    assert answer["done"]
    assert [row["outcome"] for row in answer["rows"]] == ["done"] * 4
    assert [row["state"] for row in answer["rows"]] == [
        "calling", "calling", "call_in_progress", "acw",
    ]  # fmt: skip
    mine = "SELECT to_state, operator, reason FROM transitions WHERE contact_id = :id ORDER BY id"
    assert rows(campaign, mine, id=first) == [
        ("initial", None, None), ("calling", None, None),
        ("call_in_progress", "Eva", None), ("acw", "Eva", "sold"),
    ]  # fmt: skip
    assert entries(campaign)[1:] == [("contacts.report", "done", 7, {"rows": 4, "done": 4})]


def test_one_wrong_row_and_nothing_is_written_nor_audited(campaign: Engine) -> None:
    first, second, _ = three(campaign)
    answer = report(campaign, LOCAL, [Report(first, "calling"), Report(second, "acw", "bcw")])
    assert not answer["done"]
    assert [row["outcome"] for row in answer["rows"]] == ["not_done", "error"]
    assert [row["state"] for row in answer["rows"]] == ["initial", "initial"]
    assert states(campaign) == ["initial"] * 3
    assert len(entries(campaign)) == 1


def test_contacts_of_other_campaigns_are_as_unknown_as_those_that_are_not(campaign: Engine) -> None:
    first, *_ = three(campaign)
    answer = report(campaign, OF_EIGHT, [Report(first, "calling"), Report(10**6, "calling")])
    shown = [{name: row[name] for name in ("outcome", "state", "error")} for row in answer["rows"]]
    assert shown == [{"outcome": "error", "state": None, "error": "unknown_contact"}] * 2


def test_who_is_forbidden_is_written_down(campaign: Engine) -> None:
    three(campaign)
    with pytest.raises(ForbiddenError):
        report(campaign, GUEST, [Report(1, "calling")])
    assert entries(campaign)[1][:2] == ("contacts.report", "refused")


def test_with_a_key_the_same_answer_is_given_twice(campaign: Engine) -> None:
    first, *_ = three(campaign)
    key = Key("k1", "f")
    once = report(campaign, LOCAL, [Report(first, "calling", "initial")], key=key)
    again = report(campaign, LOCAL, [Report(first, "calling", "initial")], key=key)
    assert once == again
    assert once["rows"][0]["outcome"] == "done"
    new = [NewContact("1")]
    assert load(campaign, SECRET, LOCAL, 7, new, key=Key("k2", "f")) == load(
        campaign, SECRET, LOCAL, 7, new, key=Key("k2", "f")
    )
    assert len(states(campaign)) == 4


def test_of_many_that_claim_one_contact_one_gets_it(campaign: Engine) -> None:
    first, *_ = three(campaign)

    def claim(number: int) -> bool:
        move = Report(first, "calling", "initial", {"operator": f"o{number}"})
        row = report(campaign, LOCAL, [move])["rows"][0]
        return bool(row["outcome"] == "done")

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(claim, range(16)))
    assert states(campaign)[0] == "calling"
    assert one(campaign, "SELECT count(*) FROM transitions WHERE to_state = 'calling'") == 1
    assert sum(won) == 1
