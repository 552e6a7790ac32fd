"""Alerts with their events and messages, leases, thresholds, and when a campaign had which status.

An incident has one open alert: a partial index holds that, whoever writes.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_INDEXES = (
    "CREATE UNIQUE INDEX alerts_open ON alerts (campaign_id, cause, coalesce(state, ''))"
    " WHERE status <> 'resolved'",
    "CREATE INDEX alerts_resolved ON alerts (resolved_at) WHERE resolved_at IS NOT NULL",
    "CREATE INDEX alerts_by_campaign ON alerts (campaign_id, resolved_at)",
    "CREATE INDEX alert_events_by_alert ON alert_events (alert_id, id)",
    "CREATE UNIQUE INDEX deliveries_once ON deliveries (alert_id, kind, channel)",
    "CREATE INDEX deliveries_due ON deliveries (channel, id) WHERE delivered_at IS NULL",
    "CREATE INDEX campaign_statuses_by_campaign ON campaign_statuses (campaign_id, id)",
)
# What is known of the campaigns there are: an end and a beginning are written down, a pause is not.
_KNOWN_STATUSES = """
  INSERT INTO campaign_statuses (campaign_id, status, at)
  SELECT id, status, coalesce(
    CASE WHEN status IN ('canceled', 'finished') THEN ended_at
      WHEN status = 'in_progress' THEN started_at
      WHEN status = 'initial' THEN created_at END, {now})
  FROM campaigns ORDER BY id
"""


def upgrade() -> None:
    """Create them; the trigger that writes the statuses is installed after each migration."""
    postgres = op.get_bind().dialect.name == "postgresql"
    moment = sa.DateTime(timezone=True) if postgres else sa.Text()
    whole = sa.BigInteger() if postgres else sa.Integer()

    def key() -> sa.Column[Any]:
        given = [sa.Identity()] if postgres else []
        return sa.Column("id", whole, *given, primary_key=True)

    def moments(*names: str) -> list[sa.Column[Any]]:
        return [sa.Column(name, moment) for name in names]

    op.create_table(
        "alerts",
        key(),
        sa.Column("campaign_id", whole, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("state", sa.Text),
        sa.Column("severity", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("since", moment, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("at_least", sa.Boolean, nullable=False),
        sa.Column("shared", sa.Text, nullable=False),
        sa.Column("numerator", sa.Integer),
        sa.Column("denominator", sa.Integer),
        sa.Column("limit_seconds", sa.Float),
        *moments("oldest_at", "fired_at", "resolved_at", "clear_since", "calm_since"),
        *moments("acknowledged_at", "acknowledged_until"),
        sa.Column("acknowledged_by", sa.Text),
        sa.Column("acknowledged_count", sa.Integer),
        sa.Column("snoozed", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "alert_events",
        key(),
        sa.Column("alert_id", whole, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("by", sa.Text),
        sa.Column("note", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "deliveries",
        key(),
        sa.Column("alert_id", whole, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("next_at", moment, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("delivered_at", moment),
        sa.Column("error", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("until", moment, nullable=False),
    )
    op.create_table(
        "thresholds",
        sa.Column("campaign_id", whole, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, primary_key=True),
        sa.Column("warn_seconds", sa.Float, nullable=False),
        sa.Column("critical_seconds", sa.Float, nullable=False),
        sa.CheckConstraint("warn_seconds > 0 AND critical_seconds >= warn_seconds"),
    )
    op.create_table(
        "campaign_statuses",
        key(),
        sa.Column("campaign_id", whole, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("at", moment, nullable=False),
        sqlite_autoincrement=True,
    )
    for index in _INDEXES:
        op.execute(index)
    now = "now()" if postgres else "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
    op.execute(_KNOWN_STATUSES.format(now=now))
