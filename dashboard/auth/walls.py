"""How a screen on the wall comes in: its link holds a token that no server ever sees in an address,
because it stands in the fragment. A small script trades it for a cookie."""

from html import escape
from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard.auth import entry
from dashboard.auth.cookies import keep_session
from dashboard.auth.next import WALL_ENTRANCE
from dashboard.language import YEAR_SECONDS, language_of
from dashboard.problems import MALFORMED, UNFIT, Problem, ProblemError
from dashboard.texts import speaking, t
from dashboard.visitor import actor, needs
from data.accounts.walls import NoSuchLinkError, enter, seen
from data.domain.access import Means, Permission

LONGEST_TOKEN = 200
_BODY = """
      <p id="said" role="status" data-refused="{refused}" data-late="{late}"
         data-often="{often}">{said}</p>
"""


def register(server: Flask, services: Any) -> None:
    """Answer at `/wall/enter` and `/wall/seen`."""
    default = services.settings.language

    @server.get(WALL_ENTRANCE)
    @needs(None)
    def entrance() -> Response:
        with speaking(language_of(request, default)):
            return page()

    @server.post(WALL_ENTRANCE)
    @needs(None)
    def come_in() -> Response:
        token = _field("token", str)
        if not 0 < len(token) <= LONGEST_TOKEN:
            raise ProblemError(MALFORMED("token is the one in the link."))
        try:
            session = enter(services.engine, token)
        except NoSuchLinkError as error:
            raise ProblemError(Problem(401, str(error))) from None
        response = jsonify(next="/wall")
        keep_session(response, request, session, services.settings.secret, YEAR_SECONDS)
        return response

    @server.post("/wall/seen")
    @needs(Permission.SEE_WALLS)
    def heard() -> Response:
        behind_ms = _field("behind_ms", int)
        if actor().means is Means.WALL:
            seen(services.engine, actor(), behind_ms)
        return Response(status=204)


def welcome(permission: Permission) -> Response | None:
    """For a stranger at a wall: the screen may hold a link, of which only its script knows."""
    return page() if permission is Permission.SEE_WALLS else None


def page() -> Response:
    """The page that trades the token."""
    texts = {
        "said": t("Signing this screen in…"),
        "refused": t("This link opens no wall, or no longer. Ask an admin for a new one."),
        "late": t("The server does not answer. Trying again…"),
        "often": t("Too many tries. Trying again…"),
    }
    body = _BODY.format(**{name: escape(text) for name, text in texts.items()})
    return entry.answer(entry.Entry(t("Wall"), body, head=entry.script(entry.SCRIPT)))


def _field(name: str, kind: type) -> Any:
    """The one field of a body. Raises ProblemError for anything else."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or set(body) != {name} or type(body[name]) is not kind:
        raise ProblemError(UNFIT(f"Give {name} alone."))
    return body[name]
