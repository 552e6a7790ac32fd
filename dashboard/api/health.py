"""Whether the process lives, and whether its numbers can be relied on."""

import sqlite3
from typing import Any

from flask import Flask, Response, jsonify
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from dashboard.times import instant
from dashboard.visitor import is_near, known, needs
from data.database import reading
from data.doctor import sqlite_warning
from data.domain.errors import DashboardError, reason_of
from data.schema.migrate import newest_revision, revision_of
from data.services import Services

PROBE_SECONDS = 2.0


def register(app: Flask, services: Services) -> None:
    """`/healthz` and `/readyz`."""

    @app.get("/healthz")
    @needs(None)
    def healthz() -> Response:
        return jsonify(status="ok")

    @app.get("/readyz")
    @needs(None)
    def readyz() -> tuple[Response, int]:
        database, migrations = _database(services)
        health = services.feed.health()
        history = services.keeper.standing()
        reasons = [
            reason
            for reason, holds in {
                f"database: {database}": database != "ok",
                f"migrations: {migrations}": migrations != newest_revision(),
                f"feed: {health.error or 'it has not looked for too long'}": health.stale,
                "accounts: who is signed in cannot be told": services.directory.is_blind,
            }.items()
            if holds
        ]
        answer: dict[str, Any] = {
            "status": "not ready" if reasons else "ready",
            "reasons": reasons,
            "warnings": _warnings(services.engine),
            "database": database,
            "migrations": migrations,
            "redis": {"hints": "on" if services.hints_on else "off"},
            "alerts": {
                "error": services.alerts.standing.error,
                "receivers_off": dict(services.outbox.off),
            },
            "history": {
                "summed_at": instant(history.summed_at),
                "age_seconds": history.age_seconds,
                "error": history.error,
            },
            "reports": {"receivers_off": dict(services.report_outbox.off)},
            "feed": {
                "as_of": instant(health.as_of),
                "age_seconds": health.age_seconds,
                "epoch": health.epoch,
                "seq": health.seq,
                "ticks": health.ticks,
                "resyncs": health.resyncs,
                "audits": health.audits,
                "drifts": health.drifts,
            },
        }
        status = 503 if reasons else 200
        return jsonify(answer if is_near() or known() else {"status": answer["status"]}), status


def _warnings(engine: Engine) -> list[str]:
    """What works and might be better."""
    old = sqlite_warning() if engine.dialect.name == "sqlite" else ""
    return [f"SQLite {sqlite3.sqlite_version}: {old}"] if old else []


def _database(services: Services) -> tuple[str, str | None]:
    """What the database says: `ok` or why not, and the revision of its tables."""
    try:
        with reading(services.engine, PROBE_SECONDS) as connection:
            return "ok", revision_of(connection)
    except (SQLAlchemyError, DashboardError) as error:
        return reason_of(error), None
