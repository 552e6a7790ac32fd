"""History summed by the minute, reports that come by themselves, and when somebody last looked.

The sums and the position up to which they reach change in one transaction, so nothing is lost or
counted twice whoever writes them, and whenever they die.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create them, empty: the first sum takes the whole log in."""
    postgres = op.get_bind().dialect.name == "postgresql"
    moment = sa.DateTime(timezone=True) if postgres else sa.Text()
    whole = sa.BigInteger() if postgres else sa.Integer()

    def numbers(*names: str) -> list[sa.Column[Any]]:
        return [sa.Column(name, whole, nullable=False) for name in names]

    def texts(*names: str) -> list[sa.Column[Any]]:
        return [sa.Column(name, sa.Text, nullable=False) for name in names]

    def sums(name: str, keys: list[sa.Column[Any]], *counted: str) -> None:
        key = [*numbers("campaign_id", "level", "start"), *keys]
        primary = sa.PrimaryKeyConstraint(*(column.name for column in key))
        op.create_table(name, *key, *numbers(*counted), primary, sqlite_with_rowid=False)

    # Outside the campaign is '' and -1: NULLs would not be equal in a key.
    edge = ("from_state", "to_state")
    sums(
        "move_sums",
        [*texts(*edge), *numbers("from_step", "to_step")],
        "moves", "dwells", "dwell_ms",
    )  # fmt: skip
    sums("dwell_sums", [*texts(*edge), *numbers("bucket")], "dwells")
    sums("dial_sums", [*texts("to_state"), *numbers("attempt")], "dials")
    op.create_table(
        "minute_ids",
        sa.Column("minute", whole, primary_key=True, autoincrement=False),
        *numbers("first_id", "last_id"),
    )
    op.create_table(
        "sums_head",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True),
        sa.Column("position", sa.Text),  # of the log; NULL before the first sum
        sa.Column("at", moment),
    )
    op.execute("INSERT INTO sums_head (id) VALUES (1)")

    def key() -> sa.Column[Any]:
        given = [sa.Identity()] if postgres else []
        return sa.Column("id", whole, *given, primary_key=True)

    op.create_table(
        "schedules",
        key(),
        *texts("name", "kind", "format", "every", "local_time", "timezone", "language"),
        sa.Column("day", sa.Integer),  # of the week, 0 is Monday, or of the month
        sa.Column("campaigns", sa.Text),  # those asked for, as JSON; NULL is all its maker sees
        *texts("receivers", "created_by", "means"),
        sa.Column("actor_id", whole),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("next_at", moment, nullable=False),
        sa.Column("ended_at", moment),
        sa.Column("error", sa.Text),  # why it was ended, where nobody did it
        sqlite_autoincrement=True,
    )
    op.create_table(
        "report_files",
        key(),
        sa.Column("schedule_id", whole, sa.ForeignKey("schedules.id"), nullable=False),
        *(sa.Column(name, moment, nullable=False) for name in ("due_at", "start_at", "end_at")),
        *texts("status"),
        sa.Column("skipped", sa.Integer, nullable=False, server_default="0"),  # runs before it
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_at", moment, nullable=False),  # before, nobody takes it up
        sa.Column("begun_at", moment),
        sa.Column("done_at", moment),
        sa.Column("removed_at", moment),
        sa.Column("campaigns", sa.Text),  # those in it, as JSON; NULL is all
        sa.Column("file", sa.Text),
        sa.Column("size", whole),
        sa.Column("manifest", sa.Text),
        sa.Column("error", sa.Text),
        sa.UniqueConstraint("schedule_id", "due_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "report_deliveries",
        key(),
        sa.Column("file_id", whole, sa.ForeignKey("report_files.id"), nullable=False),
        *texts("channel", "body"),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("next_at", moment, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("delivered_at", moment),
        sa.Column("error", sa.Text),
        sa.UniqueConstraint("file_id", "channel"),
        sqlite_autoincrement=True,
    )
    op.execute("CREATE INDEX schedules_due ON schedules (next_at) WHERE ended_at IS NULL")
    op.execute("CREATE INDEX report_files_of ON report_files (schedule_id, id)")
    unfinished = "status IN ('waiting', 'writing')"
    op.execute(f"CREATE INDEX report_files_due ON report_files (next_at) WHERE {unfinished}")
    waiting = "delivered_at IS NULL"
    due = "report_deliveries_due ON report_deliveries (channel, id)"
    op.execute(f"CREATE INDEX {due} WHERE {waiting}")
    op.create_table(
        "last_looks",
        sa.Column("who", sa.Text, primary_key=True),
        sa.Column("at", moment, nullable=False),
        sa.Column("since", moment),
    )
