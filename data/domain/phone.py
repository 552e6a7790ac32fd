"""What counts as the same phone number.

A number is written in many ways, and nothing says which country a list is from. A number missed is
a call to somebody who asked for none; a number too many is one call fewer. So what counts is what
all spellings share: without signs, country code and leading zeros, the last nine digits. Two
numbers are taken for one only where they differ in nothing but their country, or in what stands
before the last nine of ten digits or more.

A number of eight digits or fewer that is written with its country code but without `+` or `00`
cannot be told from a longer one, and is not recognized.
"""

import re

from data.domain.masking import LEAST_DIGITS, country_code

SAME_DIGITS = 9
MOST_DIGITS = 17  # of an international number 15, with 00 before them
END = 3  # digits that the index of phone ends holds

_SIGNS = " -./()"  # those that the index leaves out
_RARE = "\t\u00a0\u2007\u2009\u2010\u2011\u2012\u2013\u202f"  # from text programs
_PLAIN = str.maketrans("", "", _SIGNS + _RARE)
_NUMBER = re.compile(rf"\+?[0-9]{{{LEAST_DIGITS},{MOST_DIGITS}}}")


def plain_number(phone: str | None) -> str | None:
    """A number without the signs between its digits, and with `+` for a leading `00`; None for
    what is none, as with letters."""
    plain = (phone or "").translate(_PLAIN)
    if not _NUMBER.fullmatch(plain):
        return None
    return f"+{plain[2:]}" if plain.startswith("00") else plain


def same_number(phone: str | None) -> str | None:
    """What all spellings of a number have in common; None for what is no number."""
    plain = plain_number(phone)
    if plain is None:
        return None
    digits = plain.lstrip("+0")
    if plain.startswith("+") and digits:
        digits = digits.removeprefix(country_code(digits)).lstrip("0")
    return digits[-SAME_DIGITS:] if len(digits) > END else None


def every_end(end: str) -> tuple[str, ...]:
    """The ways in which the index may hold three last digits: it keeps signs that are rare."""
    first, second, third = tuple(end)
    rare = [
        form
        for sign in _RARE
        for form in (f"{sign}{second}{third}", f"{second}{sign}{third}", f"{second}{third}{sign}")
    ]
    return (f"{first}{second}{third}", *rare)
