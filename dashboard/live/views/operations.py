"""`/operations` and `/operations/<id>`: long deeds, as they go on.

They go as they are: the browser writes them, as it does those that ended long ago.
"""

import json
from typing import Any

from dashboard import ids
from dashboard.ids import operations as operation_ids
from dashboard.live.props import View
from dashboard.live.views import APP_TITLE
from dashboard.operation_json import operation_json
from dashboard.operation_words import kind_word
from dashboard.texts import t
from data.domain.operation import Operation
from data.domain.sight import Sight


def operations(sight: Sight) -> View:
    """The deeds that go on or ended a moment ago."""
    told = [_told(deed, sight) for deed in sight.operations]
    return {
        ids.DOCUMENT_TITLE: {"text": f"{t('Operations')} · {t(APP_TITLE)}"},
        operation_ids.LIST: {"data-operations": json.dumps(told)},
    }


def operation(sight: Sight, operation_id: int) -> View:
    """One deed; nothing of one that ended long ago, which the browser asks the API for."""
    deed = _found(sight, operation_id)
    title = kind_word(deed) if deed else t("Operation {id}", id=operation_id)
    return {
        ids.DOCUMENT_TITLE: {"text": f"{title} · {t(APP_TITLE)}"},
        operation_ids.OPERATION: {
            "data-operation": json.dumps(_told(deed, sight)) if deed else "",
        },
    }


def concern(sight: Sight, operation_id: int) -> tuple[object, ...]:
    """All that the page of one deed is computed from."""
    deed = _found(sight, operation_id)
    return (sight.snapshot.epoch, deed, _name(deed, sight) if deed else None)


def all_concern(sight: Sight) -> tuple[object, ...]:
    """All that the list is computed from."""
    names = tuple(_name(deed, sight) for deed in sight.operations)
    return (sight.snapshot.epoch, sight.operations, names)


def _found(sight: Sight, operation_id: int) -> Operation | None:
    return next((deed for deed in sight.operations if deed.id == operation_id), None)


def _told(deed: Operation, sight: Sight) -> dict[str, Any]:
    return operation_json(deed) | {"campaign_name": _name(deed, sight)}


def _name(deed: Operation, sight: Sight) -> str | None:
    view = sight.snapshot.campaigns.get(deed.campaign_id or 0)
    return view.campaign.title if view else None
