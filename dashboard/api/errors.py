"""Every error of the API as a problem; pages keep their own."""

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import MapAdapter

from dashboard.problems import CONTENT_TYPE, UNAVAILABLE, Problem, ProblemError
from dashboard.visitor import needs
from data.domain.access import Permission
from data.domain.errors import DashboardError, reason_of

API = "/api/"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE")
_NO_SUCH_PATH = "no such path"


def register(app: Flask) -> None:
    """Have `app` answer errors this way."""
    app.register_error_handler(ProblemError, _from_problem)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(SQLAlchemyError, _from_database)
    app.register_error_handler(DashboardError, _from_database)
    app.after_request(_tell_methods)
    app.add_url_rule(f"{API}<path:path>", _NO_SUCH_PATH, _no_such_path, methods=METHODS)


@needs(Permission.SEE_CAMPAIGNS)
def _no_such_path(path: str) -> Response:  # noqa: ARG001
    """Dash answers every path that nobody else does, with a page."""
    return _nothing_here()


def _nothing_here() -> Response:
    """405 where another method leads somewhere, else 404: an id out of range is no such thing."""
    allowed = _allowed()
    if not allowed:
        return _answer(Problem(404, f"There is nothing at {request.path}."))
    answer = _answer(Problem(405, f"What can be done here is {', '.join(allowed)}."))
    answer.headers["Allow"] = ", ".join((*allowed, "OPTIONS"))
    return answer


def _tell_methods(response: Response) -> Response:
    """Flask would name those of the route for all that is not there, too."""
    if request.method == "OPTIONS" and request.path.startswith(API) and response.status_code == 200:
        response.headers["Allow"] = ", ".join((*_allowed(), "OPTIONS"))
    return response


def _allowed() -> list[str]:
    routes = current_app.url_map.bind("")
    return [method for method in METHODS if _leads(routes, method)]


def _leads(routes: MapAdapter, method: str) -> bool:
    """Whether the method leads to something at the path of the request."""
    try:
        endpoint, _ = routes.match(request.path, method)
    except HTTPException:
        return False
    return bool(endpoint != _NO_SUCH_PATH)


def _from_problem(error: ProblemError) -> Response:
    return _answer(error.problem)


def _from_http(error: HTTPException) -> Response | HTTPException:
    if not request.path.startswith(API):
        return error
    if isinstance(error, MethodNotAllowed):
        return _nothing_here()
    return _answer(Problem(error.code or 500, error.description or ""))


def _from_database(error: SQLAlchemyError | DashboardError) -> Response:
    return _answer(UNAVAILABLE(f"The database does not answer: {reason_of(error)}"))


def _answer(problem: Problem) -> Response:
    return Response(problem.body(), problem.status, content_type=CONTENT_TYPE)
