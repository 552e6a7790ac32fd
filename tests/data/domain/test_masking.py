"""What may be seen of a phone number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.masking import masked_id, masked_phone, masked_text

SEEN = {
    "+420 777 123 456": "+420 ••• ••• 456",
    "+420777123456": "+420 ••• ••• 456",
    "+1 (202) 555-0110": "+1 ••• ••• 110",
    "+7 495 123-45-67": "+7 ••• ••• 567",
    "+44 20 7946 0001": "+44 ••• ••• 001",
    "+33.1.99.00.12.34": "+33 ••• ••• 234",
    "777 123 456": "••• ••• 456",
    "00420777123456": "••• ••• 456",
    "1234567": "••• ••• 567",
    "123456": "•••",
    "unknown": "•••",
    "+44 7700 900xxx": "•••",
    "call 777123456 (mother)": "•••",
    "٧٧٧١٢٣٤٥٦": "•••",
    "+": "•••",
    "": "",
    "  ": "",
    None: None,
}


@pytest.mark.parametrize(("phone", "seen"), SEEN.items(), ids=repr)
def test_a_number_as_people_may_see_it(phone: str | None, seen: str | None) -> None:
    assert masked_phone(phone) == seen


@given(st.text(alphabet="0123456789+ -()./xX\x00\u0661é", max_size=40))
def test_no_more_than_the_country_and_three_digits_can_be_seen(phone: str) -> None:
    seen = masked_phone(phone) or ""
    assert sum(sign.isdigit() for sign in seen) <= 6
    country, _, _ = seen.partition(" ")
    assert country in ("", "•••") or phone.strip(" -()./").startswith(country[:2])


def test_numbers_in_a_text_are_masked_and_others_stay() -> None:
    told = "call back +420 777 123 456 after 15:30, case 1234567"
    assert masked_text(told) == "call back +420 ••• ••• 456 after 15:30, case 1234567"
    assert masked_text(None) is None
    assert masked_text("") == ""


def test_an_id_that_is_the_number_is_masked_and_others_stay() -> None:
    assert masked_id("420777123456", "+420 777 123 456") == "••• ••• 456"
    assert masked_id("C00012345678", "+420 777 123 456") == "C00012345678"
    assert masked_id("", "") == ""
    assert masked_id(None, None) is None
