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
