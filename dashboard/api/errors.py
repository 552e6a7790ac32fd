"""Every error of the API as a problem; pages keep their own."""

from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from dashboard.problems import CONTENT_TYPE, UNAVAILABLE, Problem, ProblemError
from dashboard.visitor import needs
from data.domain.access import Permission
from data.domain.errors import DashboardError, reason_of

API = "/api/"


def register(app: Flask) -> None:
    """Have `app` answer errors this way."""
    app.register_error_handler(ProblemError, _from_problem)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(SQLAlchemyError, _from_database)
    app.register_error_handler(DashboardError, _from_database)
    app.add_url_rule(f"{API}<path:path>", "no such path", _no_such_path)


@needs(Permission.SEE_WALLS)
def _no_such_path(path: str) -> Response:
    """Dash answers every path that nobody else does, with a page."""
    return _answer(Problem(404, f"There is nothing at {API}{path}."))


def _from_problem(error: ProblemError) -> Response:
    return _answer(error.problem)


def _from_http(error: HTTPException) -> Response | HTTPException:
    if not request.path.startswith(API):
        return error
    return _answer(Problem(error.code or 500, error.description or ""))


def _from_database(error: SQLAlchemyError | DashboardError) -> Response:
    return _answer(UNAVAILABLE(f"The database does not answer: {reason_of(error)}"))


def _answer(problem: Problem) -> Response:
    return Response(problem.body(), problem.status, content_type=CONTENT_TYPE)
