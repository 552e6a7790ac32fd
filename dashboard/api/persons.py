"""Persons behind contacts: erased, and a number told once."""

from flask import Flask, Response, jsonify, request

from dashboard.api import bodies
from dashboard.cache import Recent
from dashboard.problems import CONTENT_TYPE, Problem
from dashboard.visitor import actor, needs
from data.commands import persons as commands
from data.commands.persons import TooManyRevealsError
from data.domain.access import Permission
from data.services import Services

_ID = "<int(max=9223372036854775807):contact_id>"


def register(app: Flask, services: Services, recent: Recent) -> None:
    """`/api/v1/contacts/{id}/erase` and `/reveal`."""

    @app.post(f"/api/v1/contacts/{_ID}/erase")
    @needs(Permission.REMOVE_CONTACTS)
    def erase_person(contact_id: int) -> Response:
        reason = bodies.reason(bodies.fields(request, {"reason": str}))
        key, secret = bodies.key(request), services.settings.secret
        with bodies.deeds():
            done = commands.erase(services.engine, secret, actor(), contact_id, reason, key=key)
        recent.forget()
        services.operations.wake()
        return jsonify(done)

    @app.post(f"/api/v1/contacts/{_ID}/reveal")
    @needs(Permission.REVEAL_PHONE)
    def reveal_phone(contact_id: int) -> Response:
        reason = bodies.reason(bodies.fields(request, {"reason": str}))
        try:
            with bodies.deeds():
                answer = jsonify(
                    phone=commands.reveal(services.engine, actor(), contact_id, reason)
                )
        except TooManyRevealsError as error:
            return _too_often(error)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _too_often(error: TooManyRevealsError) -> Response:
    problem = Problem(429, str(error))
    headers = {"Retry-After": str(error.seconds)}
    return Response(problem.body(), problem.status, headers, content_type=CONTENT_TYPE)
