"""What was asked of dialers, for those that cannot read the table."""

import json
from typing import Any

from flask import Flask, Response, jsonify

from dashboard.api.arguments import only, whole
from dashboard.api.schema import LARGEST_ID
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data.database import reading
from data.domain.access import Actor, Permission
from data.domain.masking import masked_text
from data.queries import COMMAND_LIMIT, Command, commands_after
from data.services import Services

DEFAULT_LIMIT = 100


def register(app: Flask, services: Services) -> None:
    """`/api/v1/commands?after=&campaign=&limit=`."""

    @app.get("/api/v1/commands")
    @needs(Permission.WRITE_CONTACTS)
    def list_commands() -> Response:
        only(("after", "campaign", "limit"))
        after = whole("after", most=LARGEST_ID) or 0
        limit = whole("limit", least=1, most=COMMAND_LIMIT) or DEFAULT_LIMIT
        of = _campaigns(actor(), whole("campaign", least=1, most=LARGEST_ID))
        with reading(services.engine) as connection:
            found = commands_after(connection, after, of, limit)
        rows = [_row(command) for command in found]
        return jsonify(commands=rows, next_after=rows[-1]["id"] if rows else after)


def _campaigns(actor: Actor, wanted: int | None) -> frozenset[int] | None:
    """Whose commands are shown; None for all. Those of others are as none."""
    if wanted is None:
        return actor.campaigns
    return frozenset({wanted} if actor.sees(wanted) else ())


def _row(command: Command) -> dict[str, Any]:
    payload = _payload(command.payload)
    return {
        "id": command.id,
        "type": command.type,
        "campaign_id": command.campaign_id,
        "contact_ids": _ids(payload.get("contact_ids")),
        "by": _text(payload.get("by")),
        "reason": masked_text(_text(payload.get("reason"))),
        "created_at": instant(command.created_at),
    }


def _payload(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _ids(value: Any) -> list[int]:
    """Somebody may have written a command by hand: what is no id is left out."""
    return [id for id in value if type(id) is int] if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
