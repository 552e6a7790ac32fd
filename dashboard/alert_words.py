"""An alert in words: what it is about, what more is known of it, how bad it is."""

from dashboard import formats
from dashboard.plurals import counted
from dashboard.texts import t
from data.domain.alerts import BY_CAUSE, Alert, Severity, Shared
from data.domain.states import state_of

_HEADLINES = {
    "dialed_after_cancel": "{n} contact dialed after the campaign was canceled"
    "|{n} contacts dialed after the campaign was canceled",
    "reopened": "{n} contact left {state} to be dialed again"
    "|{n} contacts left {state} to be dialed again",
    "client_waiting": "{n} client waits over {limit}|{n} clients wait over {limit}",
    "abandoned_day": "{rate} of calls abandoned in 24 h",
    "abandoned_month": "{rate} of calls abandoned in 30 days",
    "stalled": "Nothing dialed for {limit}, {n} ready",
    "dial_failures": "{n} call could not be started|{n} calls could not be started",
    "drift": "Counts did not agree and were counted anew",
    "stuck": "{n} in {state} over {limit}",
    "retry_overdue": "{n} retry overdue by {limit}|{n} retries overdue by {limit}",
    "orphan": "{n} still in {state} after the campaign ended",
    "unexpected_move": "{n} unexpected move in an hour|{n} unexpected moves in an hour",
}
_UNTIMED = "{n} retry without a time|{n} retries without a time"
_SHARED = {"operator": "operator {value}", "reason": "reason “{value}”", "move": "{value}"}
_SEVERITIES = {Severity.WARN: "Warning", Severity.CRITICAL: "Critical"}
_LONGEST_VALUE = 40


def headline(alert: Alert) -> str:
    """What is wrong, in a few words: `3 clients wait over 30 s`."""
    form = _HEADLINES.get(alert.cause, alert.cause)
    if alert.cause == "retry_overdue" and alert.limit_seconds is None:
        form = _UNTIMED
    return counted(
        form,
        alert.count,
        n=_number(alert),
        limit=_limit(alert.limit_seconds),
        state=t(state_of(alert.state or "").label),
        rate=formats.share(alert.numerator or 0, alert.denominator or 0),
    )


def detail(alert: Alert) -> str:
    """What more is known: what most of them share, the fraction of a rate, what it leaves out."""
    parts = [_shared(shared, alert) for shared in alert.shared]
    if alert.numerator is not None and alert.denominator is not None:
        parts.append(f"{formats.count(alert.numerator)} / {formats.count(alert.denominator)}")
    if alert.cause in ("abandoned_day", "abandoned_month"):
        parts.append(t("lower bound"))
    return " · ".join(parts)


def label(cause: str) -> str:
    """The name of a kind of alert."""
    rule = BY_CAUSE.get(cause)
    return t(rule.label) if rule else cause


def subject_word(subject: str) -> str:
    """What a limit is about: a state, or a rule."""
    return label(subject) if subject in BY_CAUSE else t(state_of(subject).label)


def severity_word(severity: Severity) -> str:
    """How bad it is, in a word."""
    return t(_SEVERITIES[severity])


def _shared(shared: Shared, alert: Alert) -> str:
    value = _move(shared.value) if shared.name == "move" else _short(shared.value)
    what = t(_SHARED[shared.name], value=value)
    if shared.count >= alert.count and not alert.at_least:
        return what if alert.count == 1 else t("all: {what}", what=what)
    return t("mostly {what}", what=what)


def _move(edge: str) -> str:
    """`calling>bcw` → `Calling → BCW`; what comes from outside has no state on its left."""
    return " → ".join(t(state_of(code).label) if code else "" for code in edge.split(">")).strip()


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"


def _number(alert: Alert) -> str:
    number = formats.count(alert.count)
    return t("over {n}", n=number) if alert.at_least else number


def _limit(seconds: float | None) -> str:
    """A threshold without the parts that are zero: `30 s`, `3 min`, `2 h`."""
    if seconds is None:
        return formats.UNKNOWN
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{formats.count(seconds / size)}\u00a0{unit}"
    return formats.length(seconds)
