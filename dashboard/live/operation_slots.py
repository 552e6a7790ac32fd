"""Long deeds into the lines that `components.operation_strip` has prepared, and onto the wall."""

from datetime import datetime, timedelta

from dashboard.components.deed_dialog import deed_attributes
from dashboard.components.operation_deeds import deed_on
from dashboard.components.operation_strip import LINES
from dashboard.ids import operations as ids
from dashboard.live.props import Props, View, share
from dashboard.operation_words import facts, kind_word, stage_word
from dashboard.texts import t
from data.domain.operation import ENDED, Kind, Operation, Stage
from data.domain.sight import Sight

LINGERS = timedelta(seconds=30)
_NO_LINE: View = {
    ids.WALL: {"hidden": True, "data-stage": ""},
    ids.wall("what"): {"text": ""},
    ids.wall("bar"): {"style.--share": 0},
    ids.wall("facts"): {"text": ""},
}
_URGENT = (Stage.FAILED, Stage.AWAITING_APPROVAL)


def strip(sight: Sight, campaign_id: int | None = None) -> View:
    """The deeds that concern a page: those of its campaign, or all."""
    shown = _worth_showing(sight, campaign_id)
    more = len(shown) - LINES
    lines: dict[str, Props] = {
        ids.STRIP: {"hidden": not shown},
        ids.MORE: {"children": t("and {n} more", n=more) if more > 0 else ""},
    }
    for number in range(LINES):
        deed = shown[number] if number < len(shown) else None
        lines |= _filled(deed, number, sight) if deed else _emptied(number)
    return lines


def wall_line(sight: Sight, campaign_id: int | None = None) -> View:
    """The one deed that a wall tells of: the gravest, then the newest."""
    shown = _worth_showing(sight, campaign_id)
    if not shown:
        return _NO_LINE
    deed = shown[0]
    return {
        ids.WALL: {"hidden": False, "data-stage": deed.stage},
        ids.wall("what"): {"text": what(deed, sight)},
        ids.wall("bar"): {"style.--share": share(deed.done, deed.total)},
        ids.wall("facts"): {"text": _on_wall(deed)},
    }


def _on_wall(deed: Operation) -> str:
    """How far it is; why it failed is for those who can read it at a desk."""
    said = "" if deed.stage is Stage.FAILED else facts(deed)
    return " · ".join(text for text in (stage_word(deed.stage), said) if text)


def what(deed: Operation, sight: Sight) -> str:
    """The deed and its campaign."""
    if deed.campaign_id is None:
        return kind_word(deed)
    view = sight.snapshot.campaigns.get(deed.campaign_id)
    title = view.campaign.title if view else t("Campaign {id}", id=deed.campaign_id)
    return f"{kind_word(deed)} · {title}"


def can_be_undone(deed: Operation, now: datetime) -> bool:
    """Whether there is something to undo and still time to do it."""
    in_time = deed.undo_until is not None and now < deed.undo_until
    return in_time and deed.undone_by is None and deed.kind is not Kind.UNDO


def _worth_showing(sight: Sight, campaign_id: int | None) -> list[Operation]:
    deeds = sight.operations if campaign_id is None else sight.operations_of(campaign_id)
    now = sight.snapshot.as_of
    return sorted((deed for deed in deeds if _is_shown(deed, now)), key=_rank)


def _is_shown(deed: Operation, now: datetime) -> bool:
    if deed.stage not in ENDED:
        return True
    has_just_ended = deed.ended_at is not None and now - deed.ended_at < LINGERS
    return has_just_ended or can_be_undone(deed, now)


def _rank(deed: Operation) -> tuple[bool, bool, int]:
    return deed.stage not in _URGENT, deed.stage in ENDED, -deed.id


def _filled(deed: Operation, number: int, sight: Sight) -> View:
    return {
        ids.slot(number): {"hidden": False, "data-stage": deed.stage},
        ids.part(number, "stage"): {"text": stage_word(deed.stage)},
        ids.part(number, "what"): {
            "children": what(deed, sight),
            "href": f"/operations/{deed.id}",
        },
        ids.part(number, "bar"): {"style.--share": share(deed.done, deed.total)},
        ids.part(number, "facts"): {"text": facts(deed)},
        **_undo(deed, number, sight.snapshot.as_of),
    }


def _undo(deed: Operation, number: int, now: datetime) -> View:
    if not can_be_undone(deed, now):
        return _no_undo(number)
    assert deed.undo_until is not None
    told = deed_attributes(deed_on(deed.id, "undo"))["data-deed"]
    until = round(deed.undo_until.timestamp() * 1000)
    return {
        ids.part(number, "undo"): {"hidden": False, "data-deed": told},
        ids.part(number, "until"): {"data-until": until},
    }


def _no_undo(number: int) -> View:
    return {
        ids.part(number, "undo"): {"hidden": True, "data-deed": ""},
        ids.part(number, "until"): {"data-until": ""},
    }


def _emptied(number: int) -> View:
    return {
        ids.slot(number): {"hidden": True, "data-stage": ""},
        ids.part(number, "stage"): {"text": ""},
        ids.part(number, "what"): {"children": "", "href": "/operations"},
        ids.part(number, "bar"): {"style.--share": 0},
        ids.part(number, "facts"): {"text": ""},
        **_no_undo(number),
    }
