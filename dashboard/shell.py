"""The frame around the pages: header, routing, and how its files are sent."""

import gzip
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from types import ModuleType
from typing import Any

import brotli
from dash import Dash, Input, Output, html
from dash.development.base_component import Component
from dash.exceptions import DependencyException
from flask import Flask, Response, has_request_context, request
from flask_compress import Compress
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from dashboard import api, ids
from dashboard.auth import login, oidc, requests, walls
from dashboard.auth.gate import Gate, answered
from dashboard.auth.rules import CALLBACK_RULES, CALLBACKS, DOCUMENTS, Door, admit
from dashboard.bundle import FOLDER, bundle, serve
from dashboard.components.frame import NOWHERE, forbidden_page, no_such_page, page_frame
from dashboard.language import COOKIE, YEAR_SECONDS, language_of, named_in
from dashboard.live.views import APP_TITLE
from dashboard.pages import PAGES
from dashboard.problems import MALFORMED
from dashboard.texts import ENGLISH, speaking, t
from dashboard.visitor import actor, known
from data.domain.access import Actor, Permission
from data.settings import ROOT

ASSETS = ROOT / "assets"
_APART = ("theme.js", "reference.js")  # the one is needed before the others, the other elsewhere
NO_CALLBACK = MALFORMED("No page makes this call.")
_YEAR_SECONDS = 31_536_000
_COMPRESSIBLE = ("text/javascript", "application/javascript", "text/css")
_FILES = ("/assets/", "/_dash-component-suites/", FOLDER)
_VERSIONED = ("/assets/fonts/", "/assets/vendor/", FOLDER)
# The best first. Brotli at this quality takes no longer than gzip, and sends a tenth less.
_ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=6),
    "gzip": partial(gzip.compress, mtime=0),
}
_ROUTES = Map(
    [Rule(page.PATH, endpoint=page) for page in PAGES], strict_slashes=False, merge_slashes=False
).bind("")

# Dash's polyfills are for browsers that could not show these pages anyway; all that it needs of
# them itself is the small runtime of its generators. No page has a table of its kind.
_POLYFILLS = re.compile(r"/_dash-component-suites/dash/deps/polyfill@[^\"]+")
_RUNTIME = "/assets/vendor/regenerator-runtime-0.14.1.js"
_NEEDLESS = re.compile(r'<script src="[^"]+/dash_table/[^>]+></script>')

# The theme is chosen before the first paint, so its script stands in the head.
_INDEX = """<!DOCTYPE html>
<html lang="{%lang%}">
  <head>
    {%metas%}
    <title id="document-title">{%title%}</title>
    <link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
    <link rel="preload" href="/assets/fonts/inter-5.3.0-latin.woff2" as="font" type="font/woff2"
          crossorigin>
    {%css%}
    <link rel="stylesheet" href="{%styles%}">
    <script src="/assets/js/theme.js"></script>
  </head>
  <body data-role="{%role%}" data-desk="{%desk%}">
    {%app_entry%}
    {%config%}
    <script src="{%own%}"></script>
    {%scripts%}
    {%renderer%}
  </body>
</html>"""


class _Dash(Dash):
    """Dash, with the language of the request on the page."""

    default_language = ENGLISH

    def interpolate_index(self, *args: Any, **parts: Any) -> str:
        """The page before its content. The role of its viewer stands on the body: a screen on the
        wall behaves in another way than a person."""
        with speaking(language_of(request, self.default_language)) as code:
            title, loading = title_of(request.path), t("Loading…")
        page: str = super().interpolate_index(  # type: ignore[no-untyped-call]
            *args, **parts | {"title": title, "scripts": _needed(parts["scripts"])}
        )
        page = page.replace("{%role%}", actor().role)
        return page.replace("{%lang%}", code).replace("Loading...", loading)


def _needed(scripts: str) -> str:
    return _NEEDLESS.sub("", _POLYFILLS.sub(_RUNTIME, scripts))


def create_app(services: Any) -> Dash:
    """The Dash application with all its pages; `app.server` is the Flask behind it."""
    server = Flask("dashboard", static_folder=None)
    secret = services.settings.secret
    server.secret_key = secret
    server.config["SESSION_COOKIE_NAME"] = "errand"  # Flask's own is for the length of a sign-in
    Gate(services.directory, secret, permission_at, walls.welcome).guard(server)
    _send_small(server)
    server.after_request(_keep_language)
    scripts = bundle((file for file in (ASSETS / "js").iterdir() if file.name not in _APART), ".js")
    desk = bundle((ASSETS / "js" / "desk").iterdir(), ".js")
    styles = bundle(ASSETS.iterdir(), ".css")
    serve(server, (scripts, desk, styles), Permission.SEE_WALLS)
    app = _Dash(
        "dashboard",
        server=server,
        assets_folder=str(ASSETS),
        assets_ignore=".",
        pages_folder="",
        use_pages=False,
        index_string=_index(scripts.path, desk.path, styles.path),
        title=APP_TITLE,
        update_title=None,
        suppress_callback_exceptions=True,
        enable_mcp=False,
        csrf_token_name=requests.COOKIE,
        csrf_header_name=requests.HEADER,
    )
    default = services.settings.language
    app.default_language = default
    app.layout = _spoken(default, lambda: page_frame(PAGES, _viewer()))
    _route(app, default)
    _check_callbacks(server, app)
    for page in PAGES:
        page.register(app, services)
    api.register(server, services)
    login.register(server, services, _other_ways(services.settings))
    oidc.register(server, services)
    walls.register(server, services)
    return app


def _index(scripts: str, desk: str, styles: str) -> str:
    """The page before its content, with the addresses of our own files."""
    named = _INDEX.replace("{%own%}", scripts).replace("{%styles%}", styles)
    return named.replace("{%desk%}", desk)


def _other_ways(settings: Any) -> Sequence[login.Way]:
    """The ways in beside the password."""
    vouched = login.Way(oidc.START, "Sign in with the company's account")
    return [vouched] if settings.oidc_issuer else []


def _check_callbacks(server: Flask, app: Dash) -> None:
    """Refuse calls that no page of ours makes: Dash answers them with a traceback."""

    def check() -> Response | None:
        if request.path != CALLBACKS:
            return None
        body: Any = request.get_json(silent=True)
        if not is_call(body, app.callback_map):
            return answered(NO_CALLBACK)
        problem = admit(known(), CALLBACK_RULES.get(body["output"], Door.CLOSED))
        return answered(problem) if problem else None

    server.before_request(check)


def is_call(body: Any, known: Mapping[str, Any]) -> bool:
    """Whether a body calls one of the known callbacks, with its inputs and nothing odd in them."""
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    callback, inputs = known.get(body["output"]), body.get("inputs")
    if callback is None or not isinstance(inputs, list):
        return False
    given = [(i.get("id"), i.get("property")) for i in inputs if isinstance(i, dict)]
    wanted = [(i["id"], i["property"]) for i in callback["inputs"]]
    output, _, prop = body["output"].rpartition(".")
    plain = all(isinstance(i, dict) and isinstance(i.get("value"), str) for i in inputs)
    is_wanted = given == wanted and body.get("outputs") == {"id": output, "property": prop}
    return is_wanted and plain and _is_triggered(body)


def _is_triggered(body: Mapping[str, Any]) -> bool:
    """Whether what is said to have changed are names; no callback of ours has a state."""
    changed = body.get("changedPropIds", [])
    names = isinstance(changed, list) and all(isinstance(name, str) for name in changed)
    return names and body.get("state", []) == []


def page_of(path: str) -> tuple[ModuleType, Mapping[str, Any]] | None:
    """The page at a path and the arguments of its layout; None where there is no page."""
    try:
        page, arguments = _ROUTES.match(path)
    except HTTPException:
        return None
    return page, arguments


def permission_at(path: str) -> Permission | None:
    """What the page at a path asks of its viewers; None where there is no page."""
    found = page_of(path)
    permission: Permission | None = found[0].PERMISSION if found else None
    return permission


def content_of(path: str, actor: Actor) -> html.Div:
    """What stands at a path: a page, that it is not for this viewer, or that there is none."""
    found = page_of(path)
    if found is None:
        content = no_such_page(path)
    elif actor.may(found[0].PERMISSION):
        content = found[0].layout(**found[1])
    else:
        content = forbidden_page(actor)
    # The browser sees by these which page it shows, and names the document after it.
    setattr(content, "data-path", path)
    setattr(content, "data-title", title_of(path))
    return content


def title_of(path: str) -> str:
    """The document's title at a path, until the stream of the page has a better one."""
    found = page_of(path)
    own, all_pages = t(found[0].TITLE if found else NOWHERE), t(APP_TITLE)
    return own if own == all_pages else f"{own} · {all_pages}"


def _route(app: Dash, default: str) -> None:
    @app.callback(
        Output(ids.PAGE, "children"),
        Input(ids.LOCATION, "pathname"),
        Input(ids.LOCATION, "search"),
    )
    def show(path: str, search: str) -> html.Div:
        with speaking(language_of(request, default, search)):
            return content_of(path, actor())


def _viewer() -> Actor | None:
    """Who looks; None where Dash makes the layout for itself."""
    return known() if has_request_context() else None


def _spoken(default: str, make: Callable[[], Component]) -> Callable[[], Component]:
    """The same, made in the language of the request."""

    def made() -> Component:
        with speaking(language_of(request, default) if has_request_context() else default):
            return make()

    return made


def _keep_language(response: Response) -> Response:
    """A language that an address named is kept for the pages that its links lead to."""
    named = named_in(request.query_string.decode("latin-1"))
    if named and response.mimetype == "text/html":
        response.set_cookie(COOKIE, named, max_age=YEAR_SECONDS, httponly=False, samesite="Strict")
    return response


def _send_small(server: Flask) -> None:
    """Answers are compressed as they are made; files once, and browsers keep them."""
    server.config["COMPRESS_ALGORITHM"] = "gzip"
    server.config["COMPRESS_STREAMS"] = False
    Compress(server)
    server.after_request(_send_file)
    server.after_request(_tell_refused)
    server.register_error_handler(DependencyException, lambda _: ("", 404))


def _send_file(response: Response) -> Response:
    if response.status_code == 200 and request.path.startswith(_FILES):
        if _is_versioned():
            response.headers["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
        accepted = [encoding for encoding in _ENCODINGS if request.accept_encodings[encoding]]
        if response.mimetype in _COMPRESSIBLE and accepted:
            _compress(response, accepted[0])
    return response


def _is_versioned() -> bool:
    return "m" in request.args or request.path.startswith(_VERSIONED)


def _compress(response: Response, encoding: str) -> None:
    tag, _ = response.get_etag()
    response.direct_passthrough = False
    response.set_data(_compressed(response.get_data(), encoding))
    response.content_encoding = encoding
    if tag:
        response.set_etag(tag, weak=True)
        response.make_conditional(request)


@lru_cache(maxsize=64)
def _compressed(body: bytes, encoding: str) -> bytes:
    return _ENCODINGS[encoding](body)


def _tell_refused(response: Response) -> Response:
    """The designed page that says there is none is still a 404, one that is not for all a 403."""
    viewer = known()
    if viewer is None or response.status_code != 200 or request.endpoint not in DOCUMENTS:
        return response
    permission = permission_at(request.path)
    if permission is None:
        response.status_code = 404
    elif not viewer.may(permission):
        response.status_code = 403
    return response
