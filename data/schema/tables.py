"""The tables, as SQLAlchemy sees them. The migrations create them; the triggers fill most."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData()


class UtcTime(TypeDecorator[datetime]):
    """An aware instant in UTC: `timestamptz` on PostgreSQL, ISO text with milliseconds on SQLite.

    What a dialer wrote by hand (`2026-01-31 14:00:00`) is read as UTC.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of the dialect."""
        native = dialect.name == "postgresql"
        return dialect.type_descriptor(DateTime(timezone=True) if native else Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """The instant as the database wants it."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The instant as Python wants it; None for what is no time, as only SQLite lets in."""
        if value is None:
            return None
        try:
            instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except (TypeError, ValueError):
            return None
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)


_Id = BigInteger().with_variant(Integer, "sqlite")

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", Text),
    Column("mode", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("goal", Text, nullable=False),
    Column("bcw_seconds", Integer),
    Column("timezone", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("ended_at", UtcTime),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("campaign_id", _Id, nullable=False),
    Column("phone", Text),
    Column("name", Text),
    Column("external_id", Text),
    Column("state", Text, nullable=False),
    Column("state_since", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retry_at", UtcTime),
    Column("operator", Text),
    Column("reason", Text),
    Column("funnel_step", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)

transitions = Table(
    "transitions",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("campaign_id", _Id, nullable=False),
    Column("contact_id", _Id, nullable=False),
    Column("from_state", Text),
    Column("to_state", Text),
    Column("at", UtcTime, nullable=False),
    Column("dwell_seconds", Float),
    Column("attempt", Integer, nullable=False),
    Column("operator", Text),
    Column("reason", Text),
    Column("operation_id", _Id),
    Column("from_step", Integer),
    Column("to_step", Integer),
)

commands = Table(
    "commands",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("type", Text, nullable=False),
    Column("campaign_id", _Id, nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("identity", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("hash", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

identity = Table(
    "identity",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", Text, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("campaign_id", _Id, nullable=False),
    Column("cause", Text, nullable=False),
    Column("state", Text),
    Column("severity", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("count", Integer, nullable=False),
    Column("at_least", Boolean, nullable=False),
    Column("oldest_at", UtcTime),
    Column("shared", Text, nullable=False),
    Column("numerator", Integer),
    Column("denominator", Integer),
    Column("fired_at", UtcTime),
    Column("resolved_at", UtcTime),
    Column("acknowledged_at", UtcTime),
    Column("acknowledged_by", Text),
    Column("acknowledged_until", UtcTime),
    Column("note", Text),
    Column("limit_seconds", Float),
    Column("clear_since", UtcTime),
    Column("calm_since", UtcTime),
    Column("acknowledged_count", Integer),
    Column("snoozed", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)

alert_events = Table(
    "alert_events",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("alert_id", _Id, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", Text),
    Column("note", Text),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("alert_id", _Id, nullable=False),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("next_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("delivered_at", UtcTime),
    Column("error", Text),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", UtcTime, nullable=False),
)

thresholds = Table(
    "thresholds",
    metadata,
    Column("campaign_id", _Id, primary_key=True),
    Column("state", Text, primary_key=True),
    Column("warn_seconds", Float, nullable=False),
    Column("critical_seconds", Float, nullable=False),
)

campaign_statuses = Table(
    "campaign_statuses",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("campaign_id", _Id, nullable=False),
    Column("status", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("password", Text),  # argon2; NULL where somebody else vouches for the person
    Column("subject", Text),  # who that is: the issuer and its name for the person
    Column("role", Text, nullable=False),
    Column("campaigns", Text),  # JSON: the ids they may see; NULL for all
    Column("created_at", UtcTime, nullable=False),
    Column("disabled_at", UtcTime),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("user_id", _Id),
    Column("wall_id", _Id),
    Column("hash", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("behind_ms", _Id),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("campaigns", Text),
    Column("created_by", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    Column("revoked_at", UtcTime),
)

walls = Table(
    "walls",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("campaigns", Text),
    Column("created_by", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
)

login_failures = Table(
    "login_failures",
    metadata,
    Column("key", Text, primary_key=True),
    Column("failures", _Id, nullable=False),
    Column("last_at", UtcTime, nullable=False),
    Column("succeeded_at", UtcTime),  # of an account at an address: when it last came in from there
)

access_revision = Table(  # one row; whatever ends somebody's access counts it up
    "access_revision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", _Id, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("means", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("campaign_id", _Id),
    Column("contact_id", _Id),
    Column("operation_id", _Id),
    Column("subject", Text),
    Column("reason", Text),
    Column("from_state", Text),
    Column("to_state", Text),
    Column("version", _Id),  # of the contact, as the deed left it
    Column("before", Text),  # JSON: what an undo gives back
    Column("detail", Text),
    Column("hash", Text, nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entries", _Id, nullable=False),
    Column("hash", Text, nullable=False),
)

refusals = Table(  # how often somebody was refused within the minute of the last time
    "refusals",
    metadata,
    Column("actor", Text, primary_key=True),
    Column("minute", _Id, nullable=False),
    Column("times", _Id, nullable=False),
)

operations = Table(
    "operations",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("campaign_id", _Id),
    Column("status", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("means", Text, nullable=False),
    Column("actor_id", _Id),
    Column("reason", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("undoes", _Id),
    Column("approved_by", Text),
    Column("error", Text),
    Column("tries", _Id, nullable=False),
    Column("total", _Id, nullable=False),
    Column("done", _Id, nullable=False),
    Column("skipped", _Id, nullable=False),
    Column("position", _Id, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("next_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("undo_until", UtcTime),
)

operation_marks = Table(  # contacts that a deed has still to come to
    "operation_marks",
    metadata,
    Column("operation_id", _Id, primary_key=True),
    Column("contact_id", _Id, primary_key=True),
    Column("waited", Boolean, nullable=False),  # it was in a call: to be moved after it
)

operation_skips = Table(
    "operation_skips",
    metadata,
    Column("operation_id", _Id, primary_key=True),
    Column("contact_id", _Id, primary_key=True),
    Column("state", Text),
    Column("reason", Text, nullable=False),
)

blacklist = Table(
    "blacklist",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("number_hash", Text, nullable=False),  # keyed; outlives the number itself
    Column("phone", Text),
    Column("masked", Text),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("lifted_by", Text),
    Column("lifted_at", UtcTime),
    Column("lifted_reason", Text),
)

log_readers = Table(  # up to which id of the log somebody has read
    "log_readers",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", _Id, nullable=False),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("actor", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)

current_operation = Table(  # SQLite: what the triggers write beside a move, inside one transaction
    "current_operation",
    metadata,
    Column("id", _Id, nullable=False),
)

move_sums = Table(
    "move_sums",
    metadata,
    Column("campaign_id", _Id, primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("start", _Id, primary_key=True),
    Column("from_state", Text, primary_key=True),
    Column("to_state", Text, primary_key=True),
    Column("from_step", Integer, primary_key=True),
    Column("to_step", Integer, primary_key=True),
    Column("moves", _Id, nullable=False),
    Column("dwells", _Id, nullable=False),
    Column("dwell_ms", _Id, nullable=False),
)

dwell_sums = Table(
    "dwell_sums",
    metadata,
    Column("campaign_id", _Id, primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("start", _Id, primary_key=True),
    Column("from_state", Text, primary_key=True),
    Column("to_state", Text, primary_key=True),
    Column("bucket", Integer, primary_key=True),
    Column("dwells", _Id, nullable=False),
)

dial_sums = Table(
    "dial_sums",
    metadata,
    Column("campaign_id", _Id, primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("start", _Id, primary_key=True),
    Column("to_state", Text, primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("dials", _Id, nullable=False),
)

minute_ids = Table(
    "minute_ids",
    metadata,
    Column("minute", _Id, primary_key=True),
    Column("first_id", _Id, nullable=False),
    Column("last_id", _Id, nullable=False),
)

sums_head = Table(
    "sums_head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("position", Text),
    Column("at", UtcTime),
)

log_floor = Table(
    "log_floor",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime),
    Column("last_id", _Id, nullable=False),
    Column("position", Text),
)

schedules = Table(
    "schedules",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("every", Text, nullable=False),
    Column("local_time", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("day", Integer),
    Column("campaigns", Text),
    Column("receivers", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("means", Text, nullable=False),
    Column("actor_id", _Id),
    Column("created_at", UtcTime, nullable=False),
    Column("next_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("error", Text),
)

report_files = Table(
    "report_files",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("schedule_id", _Id, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("start_at", UtcTime, nullable=False),
    Column("end_at", UtcTime, nullable=False),
    Column("status", Text, nullable=False),
    Column("skipped", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", UtcTime, nullable=False),
    Column("begun_at", UtcTime),
    Column("done_at", UtcTime),
    Column("removed_at", UtcTime),
    Column("campaigns", Text),
    Column("file", Text),
    Column("size", _Id),
    Column("manifest", Text),
    Column("error", Text),
)

report_deliveries = Table(
    "report_deliveries",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("file_id", _Id, nullable=False),
    Column("channel", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("next_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("delivered_at", UtcTime),
    Column("error", Text),
)

last_looks = Table(
    "last_looks",
    metadata,
    Column("who", Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("since", UtcTime),
)
