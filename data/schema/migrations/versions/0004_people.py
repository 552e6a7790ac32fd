"""Who may do what, and what they did: accounts, sessions, tokens, walls, audit, operations,
blacklist.

Secrets are kept as hashes only. The audit has one row a change and one head, whose row is locked by
whoever adds to it: so its order is the order of its chain.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_INDEXES = (
    "CREATE UNIQUE INDEX users_by_name ON users (lower(name))",
    "CREATE UNIQUE INDEX users_by_subject ON users (subject) WHERE subject IS NOT NULL",
    "CREATE UNIQUE INDEX sessions_by_hash ON sessions (hash)",
    "CREATE INDEX sessions_by_user ON sessions (user_id)",
    "CREATE INDEX sessions_by_wall ON sessions (wall_id)",
    "CREATE UNIQUE INDEX tokens_by_hash ON tokens (hash)",
    "CREATE UNIQUE INDEX walls_by_hash ON walls (hash)",
    "CREATE INDEX audit_by_campaign ON audit (campaign_id, id)",
    "CREATE INDEX audit_by_contact ON audit (contact_id, id) WHERE contact_id IS NOT NULL",
    "CREATE INDEX audit_by_operation ON audit (operation_id, contact_id)"
    " WHERE operation_id IS NOT NULL",
    "CREATE INDEX audit_by_action ON audit (action, actor, at)",
    # Without the single contacts of an operation, of which there may be millions.
    "CREATE INDEX audit_deeds ON audit (id) WHERE contact_id IS NULL OR operation_id IS NULL",
    "CREATE INDEX operations_open ON operations (id) WHERE ended_at IS NULL",
    "CREATE INDEX operations_by_campaign ON operations (campaign_id, id)",
    "CREATE INDEX operations_by_undone ON operations (undoes) WHERE undoes IS NOT NULL",
    "CREATE INDEX operation_marks_waited ON operation_marks (operation_id, contact_id)"
    " WHERE waited",
    "CREATE INDEX idempotency_by_age ON idempotency (at)",
    "CREATE UNIQUE INDEX blacklist_active ON blacklist (number_hash) WHERE lifted_at IS NULL",
)


def upgrade() -> None:
    """Create them; the triggers that keep the audit are installed after each migration."""
    postgres = op.get_bind().dialect.name == "postgresql"
    moment = sa.DateTime(timezone=True) if postgres else sa.Text()
    whole = sa.BigInteger() if postgres else sa.Integer()

    def table(name: str, *columns: sa.Column[Any]) -> None:
        given = [sa.Identity()] if postgres else []
        key = sa.Column("id", whole, *given, primary_key=True)
        op.create_table(name, key, *columns, sqlite_autoincrement=True)

    def text(name: str) -> sa.Column[Any]:
        return sa.Column(name, sa.Text, nullable=False)

    def maybe(name: str) -> sa.Column[Any]:
        return sa.Column(name, sa.Text)

    def number(name: str) -> sa.Column[Any]:
        return sa.Column(name, whole)

    def count(name: str) -> sa.Column[Any]:
        return sa.Column(name, whole, nullable=False, server_default="0")

    def at(name: str) -> sa.Column[Any]:
        return sa.Column(name, moment)

    def when(name: str) -> sa.Column[Any]:
        return sa.Column(name, moment, nullable=False)

    table(
        "users", text("name"), maybe("password"), maybe("subject"), text("role"),
        maybe("campaigns"), when("created_at"), at("disabled_at"),
    )  # fmt: skip
    table(
        "sessions", number("user_id"), number("wall_id"), text("hash"), when("created_at"),
        when("seen_at"), when("expires_at"), at("ended_at"), number("behind_ms"),
    )  # fmt: skip
    table(
        "tokens", text("name"), text("prefix"), text("hash"), text("role"), maybe("campaigns"),
        text("created_by"), when("created_at"), when("expires_at"), at("used_at"), at("revoked_at"),
    )  # fmt: skip
    table(
        "walls", text("name"), text("prefix"), text("hash"), maybe("campaigns"),
        text("created_by"), when("created_at"), at("revoked_at"),
    )  # fmt: skip
    op.create_table(
        "login_failures",
        sa.Column("key", sa.Text, primary_key=True),
        count("failures"),
        when("last_at"),
        at("succeeded_at"),
    )
    op.create_table(
        "access_revision",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        count("revision"),
    )
    table(
        "audit", when("at"), text("actor"), text("means"), text("role"), text("action"),
        text("outcome"), number("campaign_id"), number("contact_id"), number("operation_id"),
        maybe("subject"), maybe("reason"), maybe("from_state"), maybe("to_state"),
        number("version"), maybe("before"), maybe("detail"), text("hash"),
    )  # fmt: skip
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        count("entries"),
        text("hash"),
    )
    op.create_table(
        "refusals",
        sa.Column("actor", sa.Text, primary_key=True),
        sa.Column("minute", whole, nullable=False),
        sa.Column("times", whole, nullable=False),
    )
    table(
        "operations", text("kind"), number("campaign_id"), text("status"), text("actor"),
        text("means"), number("actor_id"), text("reason"), text("payload"), number("undoes"),
        maybe("approved_by"), maybe("error"), count("tries"), count("total"), count("done"),
        count("skipped"), count("position"), when("created_at"), at("started_at"), at("next_at"),
        at("ended_at"), at("undo_until"),
    )  # fmt: skip
    op.create_table(
        "operation_marks",
        sa.Column("operation_id", whole, primary_key=True, autoincrement=False),
        sa.Column("contact_id", whole, primary_key=True, autoincrement=False),
        sa.Column("waited", sa.Boolean, nullable=False),
    )
    op.create_table(
        "operation_skips",
        sa.Column("operation_id", whole, primary_key=True, autoincrement=False),
        sa.Column("contact_id", whole, primary_key=True, autoincrement=False),
        maybe("state"),
        text("reason"),
    )
    table(
        "blacklist", text("number_hash"), maybe("phone"), maybe("masked"), text("reason"),
        text("source"), text("added_by"), when("added_at"), maybe("lifted_by"), at("lifted_at"),
        maybe("lifted_reason"),
    )  # fmt: skip
    op.create_table(
        "log_readers",
        sa.Column("name", sa.Text, primary_key=True),
        count("position"),
    )
    op.create_table(
        "idempotency",
        sa.Column("actor", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        text("fingerprint"),
        text("answer"),
        when("at"),
    )
    op.create_table("current_operation", sa.Column("id", whole, nullable=False))
    for index in _INDEXES:
        op.execute(index)
    op.execute("INSERT INTO access_revision (id, revision) VALUES (1, 1)")
    op.execute("INSERT INTO audit_head (id, entries, hash) VALUES (1, 0, '')")
