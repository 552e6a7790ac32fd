"""Nobody real can be called."""

import re
from random import Random

import pytest

from data.simulator.people import is_phone, operators, people

FICTION = {
    "Europe/London": r"\+442079460\d{3}",
    "Europe/Paris": r"\+3319900\d{4}",
    "America/Chicago": r"\+1\d{3}55501\d\d",
}


@pytest.mark.parametrize("timezone", FICTION)
def test_numbers_are_reserved_for_fiction(timezone: str) -> None:
    phones = [str(row["phone"]) for row in people(Random(1), timezone, 3000)]
    good = [phone for phone in phones if is_phone(phone)]
    assert 0.97 < len(good) / len(phones) < 1
    assert all(re.fullmatch(FICTION[timezone], phone) for phone in good)


def test_a_few_are_on_the_blacklist() -> None:
    states = [row["state"] for row in people(Random(1), "Europe/London", 3000)]
    assert set(states) == {"initial", "blacklisted"}
    assert states.count("blacklisted") < 60


def test_the_operators_of_a_campaign_are_always_the_same_and_no_two_alike() -> None:
    assert operators(3, 24) == operators(3, 24) != operators(4, 24)
    assert len(set(operators(3, 24))) == 24


@pytest.mark.parametrize("phone", ["+44 20 7946 0123", "+1 (202) 555-0123", "0331990012"])
def test_people_may_write_a_number_their_way(phone: str) -> None:
    assert is_phone(phone)
