"""Attacks on what can hurt: plans of another campaign or another day, deeds after signing out, and
people without the right to any of it."""

from http import HTTPStatus
from typing import Any

import pytest

from tests.data.sql import execute
from tests.security.house import LIMITED, NOBODY, OTHER, OWN, Answer, House
from tests.security.state import refused

CANCEL = "/api/v1/campaigns/{}/cancel"
REMOVE = "/api/v1/campaigns/{}/contacts/remove"
WHY: dict[str, Any] = {"reason": "a test"}


def plan(house: House, path: str, body: dict[str, Any]) -> Answer:
    return house.post(f"{path}?dry_run=1", body, "admin")


def test_nobody_but_an_admin_gets_even_a_plan(house: House) -> None:
    with house.unharmed():
        for name in ("wall", "dialer", "supervisor", "manager", LIMITED, NOBODY):
            for path, body in (
                (CANCEL.format(OWN), WHY),
                (f"{CANCEL.format(OWN)}?dry_run=1", {}),
                (REMOVE.format(OWN), {**WHY, "contact_ids": [1]}),
                ("/api/v1/contacts/1/erase", WHY),
                ("/api/v1/contacts/1/reveal", WHY),
                ("/api/v1/blacklist", {**WHY, "phone": "+420777123450"}),
            ):
                answer = house.post(path, body, name)
                wanted = HTTPStatus.UNAUTHORIZED if name == NOBODY else HTTPStatus.FORBIDDEN
                assert answer.status == wanted, (name, path)


def test_a_plan_is_good_for_its_own_campaign_and_deed_only(house: House) -> None:
    token = plan(house, CANCEL.format(OWN), {}).json["token"]
    chosen = {"contact_ids": [4]}
    with house.unharmed(refused("campaign.cancel", "contacts.remove")):
        for path, body in (
            (CANCEL.format(OTHER), {}),
            (REMOVE.format(OTHER), chosen),
            (REMOVE.format(OWN), {"contact_ids": [1]}),
        ):
            answer = house.post(path, {**WHY, **body, "token": token}, "admin")
            assert answer.status in (409, 422), (path, answer.text)


@pytest.mark.parametrize("token", ["", "x", "a.b", "e30.e30", "\x00", "A" * 10_000, "null", "🙂"])
def test_a_forged_plan_is_none(house: House, token: str) -> None:
    with house.unharmed(refused("campaign.cancel")):
        answer = house.post(CANCEL.format(OWN), {**WHY, "token": token}, "admin")
        assert answer.status in (400, 409, 422), answer.text


def test_a_changed_plan_is_none(house: House) -> None:
    token = plan(house, CANCEL.format(OWN), {}).json["token"]
    with house.unharmed(refused("campaign.cancel")):
        half = token[: len(token) // 2]
        for changed in (token[:-3] + "AAA", token[::-1], token.swapcase(), half):
            answer = house.post(CANCEL.format(OWN), {**WHY, "token": changed}, "admin")
            assert answer.status in (400, 409, 422), answer.text


def test_a_plan_is_no_longer_good_when_more_would_be_touched(fresh: House) -> None:
    token = plan(fresh, CANCEL.format(OWN), {}).json["token"]
    execute(fresh.engine, "INSERT INTO contacts (campaign_id) VALUES (1)")
    with fresh.unharmed(refused("campaign.cancel")):
        answer = fresh.post(CANCEL.format(OWN), {**WHY, "token": token}, "admin")
    assert answer.status == HTTPStatus.CONFLICT
    assert answer.json["plan"]["campaign_id"] == OWN


def test_a_captured_cancel_is_worth_nothing_after_signing_out(fresh: House) -> None:
    admin = fresh.person("admin")
    token = fresh.post(f"{CANCEL.format(OWN)}?dry_run=1", {}, admin).json["token"]
    fresh.post("/logout", None, admin)
    with fresh.unharmed():
        # The role is read in the very transaction, so not even the next second is too early.
        answer = fresh.post(CANCEL.format(OWN), {**WHY, "token": token}, admin)
    assert answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


ODD_BODIES: tuple[Any, ...] = (
    {}, {"reason": ""}, {"reason": " "}, {"reason": 1}, {"reason": "x" * 100_000}, [], None, "x",
    {**WHY, "token": 1}, {**WHY, "actor": "system"}, {**WHY, "stage": "done"},
    {**WHY, "campaign_id": 2}, {**WHY, "approved_by": "x"}, {"reason": "a\x00b"},
    {"reason": "\ud800"},
)  # fmt: skip
ODD_CHOICES: tuple[Any, ...] = (
    {}, {"contact_ids": []}, {"contact_ids": [-1]}, {"contact_ids": [2**63]},
    {"contact_ids": ["1"]}, {"contact_ids": [1.5]}, {"contact_ids": [True]},
    {"contact_ids": [[1]]}, {"contact_ids": {"$gt": 0}}, {"contact_ids": [4]},
    {"contact_ids": [1], "filter": {}}, {"filter": {"nothing": 1}},
    {"filter": {"state": "' or 1=1--"}}, {"filter": {"q": 1}}, {"filter": []},
    {"filter": {"min_dwell": -1}}, {"filter": {"state": ["initial"] * 10_000}},
    {"contact_ids": [1] * 50_000},
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(ODD_BODIES)))
def test_odd_wishes_are_refused(house: House, number: int) -> None:
    with house.unharmed():
        for path in (CANCEL.format(OTHER), CANCEL.format(999999), "/api/v1/contacts/1/erase"):
            answer = house.post(path, ODD_BODIES[number], "admin")
            assert answer.status in (400, 404, 409, 413, 415, 422), answer.text


@pytest.mark.parametrize("number", range(len(ODD_CHOICES)))
def test_odd_choices_are_refused(house: House, number: int) -> None:
    chosen = ODD_CHOICES[number]
    with house.unharmed():
        for body in (chosen, {**chosen, "dry_run": True}):
            path = f"{REMOVE.format(OWN)}?dry_run=1"
            answer = house.post(path, body, "admin")
            assert answer.status in (200, 400, 409, 413, 422), answer.text
            if answer.status == HTTPStatus.OK:
                assert answer.json["counts"]["moved"] <= 2
