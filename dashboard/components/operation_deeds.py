"""What can be done with a long deed: a row for each of its buttons."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.components.deed_dialog import Deed, reason
from dashboard.texts import t
from data.domain.operation import Stage


@dataclass(frozen=True, slots=True)
class Choice:
    """A deed on a deed: what it is called, what it means, in which stages it is offered, and
    whether it asks why."""

    verb: str
    label: str
    about: str
    stages: tuple[Stage, ...]
    is_reasoned: bool = False


CHOICES: Mapping[str, Choice] = {
    "approve": Choice(
        "approve",
        "Approve",
        "It begins at once. Somebody else asked for it.",
        (Stage.AWAITING_APPROVAL,),
    ),
    "pause": Choice(
        "pause",
        "Pause",
        "What is done stays done. The rest waits until somebody resumes it.",
        (Stage.RUNNING,),
    ),
    "resume": Choice("resume", "Resume", "It goes on where it was paused.", (Stage.PAUSED,)),
    "retry": Choice("resume", "Try again", "It goes on where it failed.", (Stage.FAILED,)),
    "stop": Choice(
        "stop",
        "Stop for good",
        "What is done stays done. The rest is left as it is, and it cannot go on any more.",
        (Stage.AWAITING_APPROVAL, Stage.RUNNING, Stage.PAUSED, Stage.FAILED),
    ),
    "undo": Choice(
        "undo",
        "Undo",
        "Contacts go back to where they were, unless somebody has moved them since. "
        "Those that stay are listed with the reason.",
        (),  # as long as there is time
        is_reasoned=True,
    ),
}


def deed_on(operation_id: int, key: str) -> Deed:
    """What the button of a choice does."""
    choice = CHOICES[key]
    title = t(choice.label)
    path = f"/api/v1/operations/{operation_id}/{choice.verb}"
    fields = (reason(),) if choice.is_reasoned else ()
    return Deed(path, title, title, t(choice.about), fields=fields, done=title)
