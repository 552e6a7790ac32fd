"""Who has access."""

from collections.abc import Mapping

from dashboard.api.access import DEFAULT_DAYS, MOST_CAMPAIGNS
from dashboard.api.bodies import LONGEST_REASON
from dashboard.api.description import Operation
from dashboard.api.schema import (
    Schema,
    choice,
    id_,
    many,
    maybe,
    moment,
    ref,
    row,
    text,
    whole,
    yes_or_no,
)
from data.accounts.names import LONGEST
from data.commands.access import LONGEST_DAYS
from data.domain.access import Role

TAG = "Access"
ABOUT = "Users, tokens of programs, and walls with their screens."

_REASON = text("Why, in one line; the audit keeps it.", most=LONGEST_REASON)
_ROLE = choice([role.value for role in Role])
_SEEN = maybe(many(id_(), about="The campaigns that may be seen; null for all."))
_LIMIT = many(id_(), least=1, most=MOST_CAMPAIGNS, about="Only these may be seen; else all.")
_NAME = text(most=LONGEST)
_TOKEN: Mapping[str, Schema] = {
    "id": id_(),
    "name": text(),
    "prefix": text("How the token begins."),
    "role": _ROLE,
    "campaigns": _SEEN,
    "created_by": text(),
    "created_at": moment(),
    "expires_at": moment(),
    "used_at": maybe(moment()),
    "revoked_at": maybe(moment()),
}
SCHEMAS = {
    "User": row(
        {
            "id": id_(),
            "name": text(),
            "role": _ROLE,
            "campaigns": _SEEN,
            "created_at": moment(),
            "disabled_at": maybe(moment()),
        }
    ),
    "Token": row(_TOKEN),
    "Wall": row(
        {
            "id": id_(),
            "name": text(),
            "prefix": text("How its token begins."),
            "campaigns": _SEEN,
            "created_by": text(),
            "created_at": moment(),
            "revoked_at": maybe(moment()),
            "screens": many(
                row(
                    {
                        "id": id_(),
                        "since": moment(),
                        "seen_at": moment(),
                        "behind_ms": maybe(whole("How old its numbers were when it was seen.")),
                    }
                )
            ),
        }
    ),
}
_ONCE = "The secret is shown this once and kept nowhere, so a repeated call makes another one."


def _change(summary: str, schema: str, more: Mapping[str, Schema] | None = None) -> Operation:
    example = {"reason": "left the team"} | ({"role": "supervisor"} if more else {})
    needed = ("reason", "role") if more else ("reason",)
    return Operation(
        summary,
        TAG,
        {200: ref(schema)},
        body=row({**(more or {}), "reason": _REASON}, needed=needed),
        example=example,
        refusals={409: "It cannot be done as things stand."},
        keyed=True,
    )


OPERATIONS = {
    "GET /api/v1/users": Operation("Users", TAG, {200: row({"users": many(ref("User"))})}),
    "POST /api/v1/users/{user_id}/disable": _change("Disable a user", "User"),
    "POST /api/v1/users/{user_id}/enable": _change("Enable a user", "User"),
    "POST /api/v1/users/{user_id}/role": _change(
        "Change a user's role and campaigns", "User", {"role": _ROLE, "campaigns": _LIMIT}
    ),
    "GET /api/v1/tokens": Operation(
        "Tokens of programs",
        TAG,
        {200: row({"tokens": many(row({**_TOKEN, "expired": yes_or_no()}))})},
    ),
    "POST /api/v1/tokens": Operation(
        "Create a token",
        TAG,
        {201: row({"id": id_(), "secret": text()})},
        about=_ONCE,
        body=row(
            {
                "name": _NAME,
                "role": _ROLE,
                "campaigns": _LIMIT,
                "days": whole(
                    f"How long it is good for; {DEFAULT_DAYS} without it.", 1, LONGEST_DAYS
                ),
            },
            needed=("name", "role"),
        ),
        example={"name": "dialer 1", "role": "dialer"},
        refusals={409: "The name is taken."},
    ),
    "DELETE /api/v1/tokens/{token_id}": _change("Revoke a token", "Token"),
    "GET /api/v1/walls": Operation(
        "Walls and their screens", TAG, {200: row({"walls": many(ref("Wall"))})}
    ),
    "POST /api/v1/walls": Operation(
        "Create a wall",
        TAG,
        {201: row({"id": id_(), "secret": text(), "path": text("Open it on the screen.")})},
        about=_ONCE,
        body=row({"name": _NAME, "campaigns": _LIMIT}, needed=("name",)),
        example={"name": "Hall"},
        refusals={409: "The name is taken."},
    ),
    "DELETE /api/v1/walls/{wall_id}": _change("Revoke a wall", "Wall"),
}
