"""What people read, in their language.

Texts are written in English where they are used, inside `t("…")`; a catalogue for each other
language holds their translations. The language in force belongs to the request, or to the topic
that is being computed.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from dashboard.texts import cs

ENGLISH = "en"
CATALOGUES: Mapping[str, Mapping[str, str]] = {ENGLISH: {}, "cs": cs.TEXTS}
LANGUAGES = tuple(CATALOGUES)
# Each in its own words, so that whoever reads it finds it.
NAMES: Mapping[str, str] = {ENGLISH: "English", "cs": "Čeština"}

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def language() -> str:
    """The language in force."""
    return _language.get()


@contextmanager
def speaking(code: str) -> Iterator[str]:
    """Within it, texts and numbers are those of the language, whose code it gives."""
    token = _language.set(code if code in CATALOGUES else ENGLISH)
    try:
        yield _language.get()
    finally:
        _language.reset(token)


def t(text: str, /, **values: object) -> str:
    """The text in the language in force, with `{name}` replaced by the value of that name.

    A text that has no translation stays English; a test holds the catalogues against the code.
    """
    translated = CATALOGUES[_language.get()].get(text, text)
    return translated.format(**values) if values else translated
