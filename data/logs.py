"""Logs: one line an event, as text or as JSON, and nothing in them that nobody should read there.

Numbers that could be called are masked, secrets left out, and signs that would forge a line or move
a terminal's cursor are written as what they are.
"""

import logging
import re
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from data.domain.masking import HIDDEN, masked_phone
from data.settings import Settings

log = logging.getLogger(__name__)

_SHARED: list[structlog.typing.Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_TRACES = ("exception", "stack")  # nothing else has several lines
_INDENT = "    "  # no line of a trace can pass for an event

_NAMES = r"passwo?r?d|pwd|secret|token|session|csrf|cookie|api[_-]?key"
_NAMED = re.compile(_NAMES, re.IGNORECASE)
_SECRETS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=://)[^\s'\"]{1,500}@"), f"{HIDDEN}@"),
    (re.compile(r"\b(bearer|basic)\s+[^\s'\",;]+", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (
        re.compile(
            rf"((?:{_NAMES})[\w-]{{0,30}}[\"']?\s{{0,5}}[:=]\s{{0,5}})"
            r"(?:\"[^\"]*\"|'[^']*'|[^\s'\",;&)}\]]+)",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"\bcd[a-z]_[\w-]+"), HIDDEN),  # our own tokens
    # Long words that are as mixed as only chance makes them.
    (
        re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{32,}"),
        HIDDEN,
    ),
)
_DAY = r"(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)"
_TIME = r"(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:[.,]\d{1,6})?)?)?"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_NUMBERS = re.compile(
    rf"{_DAY}{_TIME}"
    rf"|(?<![\d.+]){_OCTET}(?:\.{_OCTET}){{3}}(?![\d.])"
    r"|(?P<phone>(?<!\d)\+?\d(?:[ ./()-]{0,2}\d){8,})"
)
# What ends a line, what moves a cursor, what turns or hides what is read.
_SIGNS = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def configure(settings: Settings) -> None:
    """Send every log line of this process to stderr in the form the settings ask for."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(settings.log_format))
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    logging.captureWarnings(True)
    for chatty in ("uvicorn", "alembic", "flask_caching"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    sys.excepthook = lambda *raised: log.critical("The program ends.", exc_info=raised)
    threading.excepthook = _thread_ended


def formatter(form: str) -> logging.Formatter:
    """Makes the lines, `text` or `json`."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _clean_event,
            _RENDERERS[form](),
        ],
    )


def cleaned(text: str) -> str:
    """A text as it may stand in a log, on one line."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    text = _NUMBERS.sub(_masked, text)
    return _SIGNS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _masked(found: re.Match[str]) -> str:
    return masked_phone(found[0]) or HIDDEN if found["phone"] else found[0]


def _clean_event(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {name: _clean_field(name, value) for name, value in event.items()}


def _clean_field(name: str, value: Any) -> Any:
    if _NAMED.search(name):
        return HIDDEN
    if name in _TRACES and isinstance(value, str):
        return "\n".join(_INDENT + cleaned(line) for line in value.split("\n"))
    return _clean(value)


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {cleaned(str(name)): _clean_field(str(name), one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_clean(one) for one in value]
    text = value if isinstance(value, str) else repr(value)
    clean = cleaned(text)
    return value if clean == text else clean


def _thread_ended(raised: threading.ExceptHookArgs) -> None:
    if raised.exc_type is not SystemExit and raised.exc_value is not None:
        error = (raised.exc_type, raised.exc_value, raised.exc_traceback)
        name = raised.thread.name if raised.thread else "?"
        log.critical("The thread %s ends.", name, exc_info=error)


_RENDERERS: Mapping[str, Any] = {
    "json": lambda: structlog.processors.JSONRenderer(sort_keys=True),
    "text": lambda: structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0),
}
