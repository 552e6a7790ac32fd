"""`/access`: users, tokens of programs, walls with their screens, and what can be done."""

import json
from dataclasses import asdict
from typing import Any

from dash import Dash, html

from dashboard.audit_words import ROLES, roles
from dashboard.components.card import card
from dashboard.components.deed_dialog import Deed, Field, Option, deed_button, reason
from dashboard.ids.access import ACCESS
from dashboard.texts import t
from data.accounts import tokens, users
from data.accounts.names import LONGEST
from data.domain.access import Permission, Role

PATH = "/access"
TITLE = "Access"
PERMISSION = Permission.MANAGE_ACCESS


def layout() -> html.Div:
    """The shell of the page; `assets/js/access.js` fills it."""
    return html.Div(
        [
            html.H1(t(TITLE)),
            _said(),
            _secret(),
            _list("users", t("Users"), [html.Code("app.py user add"), " ", t("adds one")]),
            _list("tokens", t("Tokens"), deed_button(_new_token(), t("Make a token…"))),
            _list("walls", t("Walls"), deed_button(_new_wall(), t("Make a wall…"))),
        ],
        id=ACCESS,
        className="access",
        **{
            "data-texts": json.dumps(_texts()),
            "data-roles": json.dumps(roles()),
            "data-deeds": json.dumps({key: asdict(deed) for key, deed in _deeds().items()}),
        },
    )


def register(app: Dash, services: Any) -> None:
    """The page asks the API: there is nothing for Dash to call."""


def _said() -> html.Div:
    """What stands there while nothing can be shown: that it is loading, or why not."""
    return html.Div(
        [
            html.P(className="access-message", role="status"),
            html.Button(t("Try again"), type="button", className="quiet access-again", hidden=True),
        ],
        className="access-said",
    )


def _secret() -> html.Section:
    """A secret that was made, until the page is left."""
    return html.Section(
        [
            html.H2(t("Keep it now: it is shown once")),
            html.P(className="access-secret-about"),
            html.Code(className="access-secret-text", tabIndex=0),
            html.Button(t("Copy"), type="button", className="quiet access-copy"),
        ],
        className="card access-secret",
        hidden=True,
        role="status",
    )


def _list(key: str, title: str, beside: Any) -> html.Section:
    body = [
        html.P(className="access-none", hidden=True),
        html.Ul(className="access-list"),
    ]
    return card(key, title, body, beside, **{"data-list": key})


def _deeds() -> dict[str, Deed]:
    """What each row offers; `{id}` in a path is the row's own."""
    done = t("It is done.")
    return {
        "disable": Deed(
            "/api/v1/users/{id}/disable", t("Disable {name}"), t("Disable the user"),
            about=t("All that {name} has open ends within seconds."),
            fields=[reason()], done=done,
        ),
        "enable": Deed(
            "/api/v1/users/{id}/enable", t("Let {name} in again"), t("Let the user in"),
            about=t("{name} has to sign in anew."), fields=[reason()], done=done,
        ),
        "role": Deed(
            "/api/v1/users/{id}/role", t("Change the role of {name}"), t("Change the role"),
            about=t("All that {name} has open ends within seconds."),
            fields=[_role(users.ROLES), reason()], done=done,
        ),
        "token": Deed(
            "/api/v1/tokens/{id}", t("Revoke the token {name}"), t("Revoke the token"),
            about=t("Programs that use it are refused from now on."),
            method="DELETE", fields=[reason()], done=done,
        ),
        "wall": Deed(
            "/api/v1/walls/{id}", t("Revoke the wall {name}"), t("Revoke the wall"),
            about=t("Its link is closed and its screens go dark within seconds."),
            method="DELETE", fields=[reason()], done=done,
        ),
    }  # fmt: skip


def _new_token() -> Deed:
    lengths = {30: t("30 days"), 90: t("90 days"), 365: t("1 year")}
    days = [Option(value, label) for value, label in lengths.items()]
    return Deed(
        "/api/v1/tokens", t("Make a token"), t("Make the token"),
        about=t("For a program, with all campaigns. Its secret is shown once."),
        fields=[_name(), _role(tokens.ROLES), Field("days", t("Lasts"), "choice", options=days)],
        done=t("It is done."),
    )  # fmt: skip


def _new_wall() -> Deed:
    return Deed(
        "/api/v1/walls", t("Make a wall"), t("Make the wall"),
        about=t("For screens that all may look at, with all campaigns. Its link is shown once."),
        fields=[_name()],
        done=t("It is done."),
    )  # fmt: skip


def _name() -> Field:
    return Field("name", t("Name"), "line", longest=LONGEST)


def _role(offered: tuple[Role, ...]) -> Field:
    options = [Option(role.value, t(ROLES[role])) for role in offered]
    return Field("role", t("Role"), "choice", options=options)


def _texts() -> dict[str, str]:
    return {
        "loading": t("Loading…"),
        "failed": t("Who has access could not be read: {reason}"),
        "offline": t("the server does not answer."),
        "all": t("all campaigns"),
        "some": t("campaigns {ids}"),
        "disabled": t("Disabled"),
        "expired": t("Expired"),
        "revoked": t("Revoked"),
        "since": t("since {time}"),
        "until": t("until {time}"),
        "used": t("used {time}"),
        "neverUsed": t("never used"),
        "by": t("made by {name}"),
        "screen": t("Screen {id}"),
        "seen": t("seen {time}"),
        "behind": t("{length} behind"),
        "noScreens": t("No screen has opened its link."),
        "token": t("Programs send it as Authorization: Bearer …"),
        "wall": t("Open this link on each screen."),
        "copied": t("Copied"),
        "users.none": t("There is no account: whoever reaches this machine is an admin."),
        "tokens.none": t("No token was made yet."),
        "walls.none": t("No wall was made yet."),
        "disable.label": t("Disable…"),
        "enable.label": t("Let in again…"),
        "role.label": t("Change role…"),
        "token.label": t("Revoke…"),
        "wall.label": t("Revoke…"),
    }
