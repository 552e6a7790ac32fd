"""A report's question and manifest in words, for whoever holds the file."""

from datetime import datetime
from zoneinfo import ZoneInfo

from data.domain.manifest import Manifest
from data.domain.report import Question
from data.domain.states import state_of
from data.reports.kinds import ReportKind
from data.reports.writers.file import Translate

MOST_NAMED = 50
Line = tuple[str, str]  # what is said, and what of it


def moment(instant: datetime, zone: ZoneInfo) -> str:
    """An instant by a clock in the zone, with its offset: `2026-03-29 01:59:59 +01:00`."""
    local = instant.astimezone(zone)
    offset = local.isoformat()[len(local.replace(tzinfo=None).isoformat()) :]
    return f"{local:%Y-%m-%d %H:%M:%S} {offset}"


def question_lines(kind: ReportKind, question: Question, t: Translate) -> list[Line]:
    """What was asked."""
    return [
        (t("Report"), t(kind.title)),
        (t("What it tells"), t(kind.tells)),
        (t("Campaigns"), campaigns(question, t)),
        (t("From"), since(question, t)),
        (t("Until"), until(question, t)),
        (t("Time zone"), question.zone),
        *([(t("Only states"), states(question, t))] if question.states else []),
    ]


def manifest_lines(manifest: Manifest, t: Translate) -> list[Line]:
    """What answered, and how the file can be checked."""
    totals = sorted(manifest.totals.items())
    return [
        (t("As of"), moment(manifest.as_of, manifest.question.tzinfo)),
        (t("Rows"), str(manifest.rows)),
        *((f"{t('Total')}: {t(state_of(code).label)}", str(count)) for code, count in totals),
        (t("SHA-256 of the rows"), manifest.hash),
        (t("Database"), manifest.database),
        (t("Position in the log"), manifest.question.position or ""),
        (t("How to check it"), "app.py report verify FILE"),
    ]


def campaigns(question: Question, t: Translate) -> str:
    """Which campaigns were asked for."""
    if question.asked is None:
        return t("all")
    named = ", ".join(map(str, question.asked[:MOST_NAMED]))
    more = len(question.asked) - MOST_NAMED
    return f"{named} {t('and {n} more', n=more)}" if more > 0 else named or t("none")


def since(question: Question, t: Translate) -> str:
    """Where the span begins."""
    if question.start is None:
        return t("the beginning of the log")
    return moment(question.start, question.tzinfo)


def until(question: Question, t: Translate) -> str:
    """Where it ends."""
    return t("now") if question.end is None else moment(question.end, question.tzinfo)


def states(question: Question, t: Translate) -> str:
    """To which states it was narrowed."""
    return ", ".join(t(state_of(code).label) for code in question.states)
