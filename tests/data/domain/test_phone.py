"""All spellings of a number are one number, and others are not."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.phone import every_end, plain_number, same_number

# Country code, and how a number goes on there after its trunk zero.
PLANS = (("420", 9), ("44", 10), ("1", 10), ("49", 11), ("45", 8), ("39", 10), ("7", 10))
SIGNS = ("", " ", "-", ".", "/", "(", ")", " (", ") ", "\u00a0", "\u2011")


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A country code and a national number."""
    code, length = draw(st.sampled_from(PLANS))
    first = draw(st.sampled_from("23456789"))
    rest = draw(st.text("0123456789", min_size=length - 1, max_size=length - 1))
    return code, first + rest


FORMS: tuple[Callable[[str, str], str], ...] = (
    lambda code, number: f"+{code}{number}",
    lambda code, number: f"00{code}{number}",
    lambda code, number: f"+{code} (0){number}",
    lambda _, number: number,
    lambda _, number: f"0{number}",
)


@given(numbers(), st.sampled_from(FORMS), st.data())
def test_spellings_of_one_number_are_the_same(
    number: tuple[str, str], form: Callable[[str, str], str], data: st.DataObject
) -> None:
    written = form(*number)
    signs = st.lists(st.sampled_from(SIGNS), min_size=len(written), max_size=len(written))
    spelled = "".join(sign + digit for sign, digit in zip(data.draw(signs), written, strict=True))
    same = same_number("+" + "".join(number))
    assert same_number(spelled) == same
    assert spelled.replace(" ", "")[-1] == same[-1]


@given(numbers())
def test_a_country_code_without_a_plus(number: tuple[str, str]) -> None:
    code, own = number
    if len(own) >= 9:
        assert same_number(code + own) == same_number(f"+{code}{own}")


@given(numbers(), st.integers(1, 8), st.integers(1, 9))
def test_another_digit_among_the_last_is_another_number(
    number: tuple[str, str], place: int, more: int
) -> None:
    code, own = number
    digit = str((int(own[-place]) + more) % 10)
    other = own[: len(own) - place] + digit + own[len(own) - place + 1 :]
    if not other.startswith("0"):
        assert same_number(f"+{code}{other}") != same_number(f"+{code}{own}")


@given(numbers(), st.sampled_from(["", *"\t\u00a0\u2011\u202f"]), st.integers(0, 3))
def test_the_index_holds_one_of_the_ends(number: tuple[str, str], sign: str, place: int) -> None:
    own = "+" + "".join(number)
    written = own[: len(own) - place] + sign + own[len(own) - place :]
    same = same_number(written)
    assert written[-3:] in every_end(same[-3:])


@pytest.mark.parametrize(
    "phone",
    [None, "", " ", "+", "112", "+420", "0000000000", "777 123 45x", "777123456 ext. 7", "a",
     "+420777123456+", "777123456777123456", "٧٧٧١٢٣٤٥٦", "-" * 10_000, "+00"],
)  # fmt: skip
def test_what_is_no_number(phone: str | None) -> None:
    assert same_number(phone) is None


def test_a_number_is_kept_without_its_signs() -> None:
    assert plain_number(" +420 777/123-456 ") == "+420777123456"
    assert plain_number("00420 777 123 456") == "+420777123456"
    assert plain_number("call me") is None
