"""Reports that are on their way: how far each is, and stopping one."""

from typing import Any

from flask import Flask, Response, jsonify, request

from dashboard.api import bodies
from dashboard.api.arguments import only
from dashboard.problems import Problem, ProblemError
from dashboard.times import instant
from dashboard.visitor import actor, needs
from data.commands import reports as commands
from data.domain.access import Actor, Permission
from data.reports.runs import NoSuchRunError, Run, Runs, Standing, owner_of
from data.services import Services

NO_RUN = Problem(404, str(NoSuchRunError()))


def register(app: Flask, services: Services, runs: Runs) -> None:
    """`/api/v1/reports/runs` and `/api/v1/reports/runs/{id}`."""

    @app.get("/api/v1/reports/runs")
    @needs(Permission.EXPORT_REPORTS)
    def list_runs() -> Response:
        only(())
        return jsonify(runs=[_row(run, actor()) for run in runs.seen_by(actor())])

    @app.delete("/api/v1/reports/runs/<run_id>")
    @needs(Permission.EXPORT_REPORTS)
    def stop_run(run_id: str) -> Response:
        try:
            run = runs.find(run_id, actor())
        except NoSuchRunError:
            raise ProblemError(NO_RUN) from None
        key = bodies.key(request)
        if run.standing is Standing.RUNNING:
            with bodies.deeds():
                commands.stop(services.engine, actor(), run.id, run.question, key=key)
            runs.stop(run.id)
        return jsonify(_row(runs.find(run.id, actor()), actor()))


def _row(run: Run, viewer: Actor) -> dict[str, Any]:
    return {
        "id": run.id,
        "who": run.actor.name,
        "own": owner_of(run.actor) == owner_of(viewer),
        "kind": run.question.kind,
        "format": run.format.value,
        "began_at": instant(run.began_at),
        "state": run.standing.value,
        "rows": run.rows,
        "reason": run.reason,
    }
