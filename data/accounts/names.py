"""Names of people, tokens and walls: what can be read, told apart and written into one line."""

import unicodedata

from data.domain.errors import DashboardError

LONGEST = 64
_SHOWN = frozenset("LMNPS")  # letters, marks, digits, punctuation, signs
_FROM_RIGHT = frozenset({"R", "AL", "AN"})
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


class BadNameError(DashboardError):
    """A name has 1 to 64 visible characters, read from left to right, with single blanks."""


def label(text: str) -> str:
    """The name of a token or a wall. Raises BadNameError for one that nobody could read."""
    name = unicodedata.normalize("NFC", text)
    fits = 1 <= len(name) <= LONGEST and name == name.strip(" ") and "  " not in name
    if not fits or not all(map(_is_plain, name)):
        raise BadNameError
    return name


def login_name(text: str) -> str:
    """The name of a user, who is one person however it is typed: small letters, one spelling.
    Raises BadNameError."""
    folded = unicodedata.normalize("NFKC", text[: LONGEST + 1]).casefold()
    return label(folded)


def _is_plain(character: str) -> bool:
    if character == " ":
        return True
    return (
        unicodedata.category(character)[0] in _SHOWN
        and unicodedata.bidirectional(character) not in _FROM_RIGHT
        and character not in _UNSEEN
        and not _is_variation(ord(character))
    )


def _is_variation(code: int) -> bool:
    """Signs that choose the form of the one before, and show nothing themselves."""
    return 0x180B <= code <= 0x180F or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
