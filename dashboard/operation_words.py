"""A long deed in words: what is done, how far it is, what it waits for."""

from collections.abc import Callable, Iterable, Mapping

from dashboard import formats
from dashboard.plurals import counted
from dashboard.texts import t
from data.domain.operation import ENDED, Kind, Operation, Stage
from data.domain.snapshot import Campaign

KINDS: Mapping[Kind, str] = {
    Kind.CANCEL: "Cancel campaign",
    Kind.REMOVE: "Remove contacts",
    Kind.BLACKLIST: "Blacklist numbers",
    Kind.LIFT: "Lift from the Blacklist",
    Kind.UNDO: "Undo",
}
STAGES: Mapping[Stage, str] = {
    Stage.AWAITING_APPROVAL: "Awaits approval",
    Stage.RUNNING: "Running",
    Stage.PAUSED: "Paused",
    Stage.DRAINING: "Lets calls finish",
    Stage.DONE: "Done",
    Stage.FAILED: "Failed",
    Stage.STOPPED: "Stopped",
}
# Why a contact was left as it is; a reason without a row is told as it is.
SKIPS: Mapping[str, str] = {
    "finished": "Finished meanwhile",
    "changed": "Moved by somebody else since",
    "gone": "Deleted meanwhile",
}
_CALLS = "{n} call is let finish|{n} calls are let finish"


def kind_word(operation: Operation) -> str:
    """What is done: `Cancel campaign`."""
    return t(KINDS[operation.kind])


def stage_word(stage: Stage) -> str:
    """How far it is, in a word or three."""
    return t(STAGES[stage])


def facts(operation: Operation) -> str:
    """How far it is in numbers, and what it waits for."""
    said = (part(operation) for part in _FACTS[operation.stage])
    return " · ".join(text for text in said if text)


def what_is_left(campaign: Campaign, operations: Iterable[Operation]) -> str:
    """What a campaign that is being canceled still waits for; empty where nothing is known."""
    if campaign.status != "canceling":
        return ""
    deeds = [deed for deed in operations if deed.kind is Kind.CANCEL and deed.stage not in ENDED]
    if not deeds:
        return ""
    waiting, calls = max(deeds[0].total - deeds[0].done - deeds[0].skipped, 0), deeds[0].in_call
    if deeds[0].stage is not Stage.DRAINING and waiting > calls:
        return t("{n} contacts to go", n=formats.count(waiting))
    return counted("{n} call left|{n} calls left", calls, n=formats.count(calls)) if calls else ""


def _progress(operation: Operation) -> str:
    done, total = formats.count(operation.done), formats.count(operation.total)
    return t("{done} of {total}", done=done, total=total)


def _rate(operation: Operation) -> str:
    return t("{n} a second", n=formats.count(operation.rate)) if operation.rate else ""


def _left(operation: Operation) -> str:
    if operation.seconds_left is None:
        return ""
    return t("{time} left", time=formats.length(max(1, operation.seconds_left)))


def _calls(operation: Operation) -> str:
    n = operation.in_call
    return counted(_CALLS, n, n=formats.count(n)) if n else ""


def _skipped(operation: Operation) -> str:
    n = operation.skipped
    return t("{n} skipped", n=formats.count(n)) if n else ""


def _wanted(operation: Operation) -> str:
    n = operation.total
    text = "{n} contact waits for a second person|{n} contacts wait for a second person"
    return counted(text, n, n=formats.count(n))


def _error(operation: Operation) -> str:
    return operation.error or ""


Part = Callable[[Operation], str]
_FACTS: Mapping[Stage, tuple[Part, ...]] = {
    Stage.AWAITING_APPROVAL: (_wanted,),
    Stage.RUNNING: (_progress, _rate, _left, _calls),
    Stage.PAUSED: (_progress, _calls),
    Stage.DRAINING: (_calls, _progress),
    Stage.DONE: (_progress, _skipped),
    Stage.FAILED: (_error, _progress),
    Stage.STOPPED: (_progress, _skipped),
}
