"""What may be seen of a phone number: the country it is in and how it ends."""

import re

HIDDEN = "•••"
SEEN_DIGITS = 3
LEAST_DIGITS = 7  # of a shorter number its end would tell too much

_SIGNS = re.compile(r"[\s./()-]")
_LONG_NUMBER = re.compile(r"\+?\d(?:[\s./()-]?\d){8,14}")
# The country codes of two digits; `1` and `7` have one, all others three.
_TWO_DIGITS = frozenset(
    {*(20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 98), *range(43, 50), *range(51, 59)}
    | {*range(60, 67), 81, 82, 84, 86, *range(90, 96)}
)


def masked_phone(phone: str | None) -> str | None:
    """A number as people may see it: `+420 ••• ••• 123`; `•••` for what is no number.

    None and what is blank stay as they are.
    """
    if phone is None or not phone.strip():
        return phone and ""
    plain = _plain(phone)
    digits = plain.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) >= LEAST_DIGITS):
        return HIDDEN
    ending = f"{HIDDEN} {HIDDEN} {digits[-SEEN_DIGITS:]}"
    return f"+{country_code(digits)} {ending}" if plain.startswith("+") else ending


def masked_text(text: str | None) -> str | None:
    """A text in which numbers that could be called are masked."""
    return text and _LONG_NUMBER.sub(lambda found: masked_phone(found[0]) or HIDDEN, text)


def masked_id(external_id: str | None, phone: str | None) -> str | None:
    """An id of another system; masked where it is the phone number itself."""
    own, number = _plain(external_id or ""), _plain(phone or "")
    is_phone = number != "" and own.removeprefix("+") == number.removeprefix("+")
    return masked_phone(external_id) if is_phone else external_id


def _plain(text: str) -> str:
    """Without the signs between digits."""
    return text if text.removeprefix("+").isalnum() else _SIGNS.sub("", text)


def country_code(digits: str) -> str:
    """The country code that the digits of an international number begin with."""
    if digits[0] in "17":
        return digits[0]
    return digits[:2] if int(digits[:2]) in _TWO_DIGITS else digits[:3]
