"""Campaigns, contacts, transitions, commands, checkpoints, identity.

There is no way down: going back would throw history away. Restore a backup instead.
"""

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_MODES = "mode IN ('preview', 'progressive', 'predictive')"
_STATUSES = "status IN ('initial', 'in_progress', 'paused', 'canceling', 'canceled', 'finished')"
_GOALS = "goal IN ('no_contacts', 'empty')"


def upgrade() -> None:
    """Create everything of the live core; the triggers are installed after each migration."""
    postgres = op.get_bind().dialect.name == "postgresql"
    now = sa.text("now()" if postgres else "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))")
    moment = sa.DateTime(timezone=True) if postgres else sa.Text()
    whole = sa.BigInteger() if postgres else sa.Integer()

    def key() -> sa.Column[Any]:
        given = [sa.Identity()] if postgres else []
        return sa.Column("id", whole, *given, primary_key=True)

    op.create_table(
        "campaigns",
        key(),
        sa.Column("name", sa.Text),
        sa.Column("mode", sa.Text, sa.CheckConstraint(_MODES), nullable=False),
        sa.Column(
            "status",
            sa.Text,
            sa.CheckConstraint(_STATUSES),
            nullable=False,
            server_default="initial",
        ),
        sa.Column(
            "goal",
            sa.Text,
            sa.CheckConstraint(_GOALS),
            nullable=False,
            server_default="no_contacts",
        ),
        sa.Column("bcw_seconds", sa.Integer),
        sa.Column("timezone", sa.Text, nullable=False, server_default="UTC"),
        sa.Column("created_at", moment, nullable=False, server_default=now),
        sa.Column("started_at", moment),
        sa.Column("ended_at", moment),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "contacts",
        key(),
        sa.Column("campaign_id", whole, sa.ForeignKey("campaigns.id"), nullable=False),
        sa.Column("phone", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("external_id", sa.Text),
        sa.Column("state", sa.Text, nullable=False, server_default="initial"),
        # On PostgreSQL the insert trigger fills it; on SQLite only a default can, at no cost.
        sa.Column("state_since", moment, nullable=False, server_default=None if postgres else now),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("retry_at", moment),
        sa.Column("operator", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("funnel_step", sa.Integer, nullable=False, server_default="0"),
        sa.Column("version", sa.Integer, nullable=False, server_default="0" if postgres else "1"),
        sqlite_autoincrement=True,
    )
    op.create_index("contacts_by_campaign", "contacts", ["campaign_id", "id"])
    op.create_table(
        "transitions",
        key(),
        sa.Column("campaign_id", whole, nullable=False),
        sa.Column("contact_id", whole, nullable=False),
        sa.Column("from_state", sa.Text),
        sa.Column("to_state", sa.Text),
        sa.Column("at", moment, nullable=False),
        sa.Column("dwell_seconds", sa.Float),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("operator", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("operation_id", whole),
        sa.Column("from_step", sa.Integer),
        sa.Column("to_step", sa.Integer),
        sqlite_autoincrement=True,
    )
    op.create_index("transitions_by_campaign", "transitions", ["campaign_id", "id"])
    op.create_index("transitions_by_contact", "transitions", ["contact_id", "id"])
    op.create_table(
        "commands",
        key(),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("campaign_id", whole, nullable=False),
        sa.Column("payload", sa.Text, nullable=False, server_default="{}"),
        sa.Column("created_at", moment, nullable=False, server_default=now),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "checkpoints",
        key(),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("position", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("created_at", moment, nullable=False, server_default=now),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("system", sa.Text),  # the server that the log's transaction ids come from
    )
    op.execute(
        sa.text("INSERT INTO identity (id, token) VALUES (1, :token)").bindparams(
            token=secrets.token_hex(16)
        )
    )
    if postgres:
        op.execute(
            "ALTER TABLE transitions ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()"
        )
        op.create_index("transitions_by_xid", "transitions", ["xid"])
        op.execute("ALTER TABLE contacts SET (fillfactor = 85)")
    else:
        op.create_table("own_writes", sa.Column("open", sa.Integer))
