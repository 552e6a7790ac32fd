"""History by months: on PostgreSQL `transitions` becomes a table of months; what was given up.

No row is copied. The table that was there becomes the part of all that lies before next month; what
fits no part, whenever it claims to be of, goes into `transitions_other`, so that no change of a
contact ever fails for want of a month. SQLite keeps one table.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

# The month after the last of what there is, and after this one.
_END = sa.text("""
  SELECT date_trunc('month', greatest(clock_timestamp(), max(at)), 'UTC') + interval '32 days'
  FROM transitions
""")
# By hand, because a part has no identity of its own, and before PostgreSQL 17 the whole may not.
_NUMBERED = (
    "CREATE SEQUENCE transitions_id_seq OWNED BY transitions.id",
    "SELECT setval('transitions_id_seq', {last}, {is_called})",
    "ALTER TABLE transitions ALTER COLUMN id SET DEFAULT nextval('transitions_id_seq')",
    "GRANT USAGE ON SEQUENCE transitions_id_seq TO PUBLIC",  # as with the identity it was
)
# A dialer's role writes history by way of the triggers: what it may it must be able to go on with.
_SHARED = """
DO $$
DECLARE
  given record;
BEGIN
  FOR given IN
    SELECT privilege_type AS what, is_grantable,
      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS who
    FROM pg_class, aclexplode(relacl)
    WHERE pg_class.oid = '{name}'::regclass AND grantee <> relowner
  LOOP
    EXECUTE format('GRANT %s ON transitions TO %s', given.what, given.who)
      || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
  END LOOP;
  EXECUTE format('ALTER TABLE transitions OWNER TO %I',
    (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = '{name}'::regclass));
END $$
"""
_INDEXED = {
    "transitions_by_campaign": "campaign_id, id",
    "transitions_by_contact": "contact_id, id",
    "transitions_by_xid": "xid",
}


def upgrade() -> None:
    """Put the months above what there is, and make room for how far history was given up."""
    postgres = op.get_bind().dialect.name == "postgresql"
    whole = sa.BigInteger() if postgres else sa.Integer()
    if postgres:
        _part()
    # One row: what lies before `at`, up to `last_id`, may be gone. `position` knew all of it, and
    # so does whatever follows on it.
    op.create_table(
        "log_floor",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True) if postgres else sa.Text()),
        sa.Column("last_id", whole, nullable=False, server_default="0"),
        sa.Column("position", sa.Text),
    )
    op.execute("INSERT INTO log_floor (id) VALUES (1)")


def _part() -> None:
    connection = op.get_bind()
    op.execute("LOCK TABLE transitions")
    month = connection.execute(_END).scalar_one()
    name = f"transitions_before_{month:%Y_%m}"
    last, is_called = connection.execute(
        sa.text("SELECT last_value, is_called FROM transitions_id_seq")
    ).one()
    op.execute(f"ALTER TABLE transitions RENAME TO {name}")
    for index in _INDEXED:
        op.execute(f"ALTER INDEX {index} RENAME TO {index.replace('transitions', name)}")
    for trigger in ("insert", "update", "truncate"):  # they are installed anew, on the whole
        op.execute(f"DROP TRIGGER IF EXISTS transitions_{trigger} ON {name}")
    op.execute(f"ALTER TABLE {name} ALTER COLUMN id DROP IDENTITY")
    op.execute(f"ALTER TABLE {name} DROP CONSTRAINT transitions_pkey")
    op.execute(f"ALTER TABLE {name} ADD PRIMARY KEY (id, at)")
    op.execute(
        f"CREATE TABLE transitions (LIKE {name} INCLUDING DEFAULTS, PRIMARY KEY (id, at))"
        " PARTITION BY RANGE (at)"
    )
    for statement in _NUMBERED:
        op.execute(statement.format(last=last, is_called=is_called))
    op.execute(_SHARED.format(name=name))
    for index, columns in _INDEXED.items():
        op.execute(f"CREATE INDEX {index} ON transitions ({columns})")
    op.execute(
        f"ALTER TABLE transitions ATTACH PARTITION {name}"
        f" FOR VALUES FROM (MINVALUE) TO ('{month:%Y-%m}-01 00:00:00+00')"
    )
    op.execute("CREATE TABLE transitions_other PARTITION OF transitions DEFAULT")
