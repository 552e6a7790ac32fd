"""Who has access."""

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
from data.accounts import tokens, users
from data.accounts.names import LONGEST
from data.commands.access import LONGEST_DAYS
from data.domain.access import Role

TAG = "Access"
ABOUT = "Users, tokens of programs, walls with their screens."

_IDS = many(id_(), least=1, most=MOST_CAMPAIGNS, about="The only campaigns to be seen.")
_SEEN = maybe(many(id_(), about="The only campaigns that may be seen; null for all."))
_ROLES = [role.value for role in Role]
_REASON = {"reason": text("Kept in the audit.", most=LONGEST_REASON)}
_NAME = text(most=LONGEST)
_MADE = {"id": id_(), "secret": text("Shown now and never again.")}
_TOKEN: dict[str, Schema] = {
    "id": id_(),
    "name": text(),
    "prefix": text("How its secret begins."),
    "role": choice(_ROLES),
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
            "role": choice(_ROLES),
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
            "prefix": text(),
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
                        "behind_ms": maybe(whole("How old its numbers were.")),
                    }
                )
            ),
        }
    ),
}


def _user_deed(summary: str, fields: dict[str, Schema] | None = None) -> Operation:
    body = row((fields or {}) | _REASON, needed=("role", "reason") if fields else ("reason",))
    example = {"role": "manager", "reason": "a new job"} if fields else {"reason": "a new job"}
    about = "It ends whatever the user has open." if fields else ""
    return Operation(
        summary, TAG, {200: ref("User")}, about=about, body=body, example=example, keyed=True
    )


def _revoked(summary: str, name: str) -> Operation:
    example = {"reason": "it was lost"}
    return Operation(summary, TAG, {200: ref(name)}, body=row(_REASON), example=example, keyed=True)


OPERATIONS = {
    "GET /api/v1/users": Operation("Users", TAG, {200: row({"users": many(ref("User"))})}),
    "POST /api/v1/users/{user_id}/disable": _user_deed("End a user's access at once"),
    "POST /api/v1/users/{user_id}/enable": _user_deed("Let a user in again"),
    "POST /api/v1/users/{user_id}/role": _user_deed(
        "Give a user another role",
        {"role": choice([role.value for role in users.ROLES]), "campaigns": _IDS},
    ),
    "GET /api/v1/tokens": Operation(
        "Tokens, the newest first",
        TAG,
        {200: row({"tokens": many(row(_TOKEN | {"expired": yes_or_no()}))})},
    ),
    "POST /api/v1/tokens": Operation(
        "Make a token",
        TAG,
        {201: row(_MADE)},
        about="No key: an answer that is kept would keep the secret.",
        body=row(
            {
                "name": _NAME,
                "role": choice([role.value for role in tokens.ROLES]),
                "campaigns": _IDS,
                "days": whole(f"{DEFAULT_DAYS} without it.", 1, LONGEST_DAYS),
            },
            needed=("name", "role"),
        ),
        example={"name": "dialer 1", "role": "dialer", "days": 90},
    ),
    "DELETE /api/v1/tokens/{token_id}": _revoked("End a token at once", "Token"),
    "GET /api/v1/walls": Operation(
        "Walls with their screens", TAG, {200: row({"walls": many(ref("Wall"))})}
    ),
    "POST /api/v1/walls": Operation(
        "Make a wall",
        TAG,
        {201: row(_MADE | {"path": text("Of the link that signs its screens in.")})},
        body=row({"name": _NAME, "campaigns": _IDS}, needed=("name",)),
        example={"name": "lobby"},
    ),
    "DELETE /api/v1/walls/{wall_id}": _revoked("Close a wall's link", "Wall"),
}
