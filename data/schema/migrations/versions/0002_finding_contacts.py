"""Indexes that find contacts: in each order of the table, by what people type, when due.

One index only holds the state, because every move of a contact has to be written into it: a choice
of states in the order of their time is merged from the heads of a few ranges, and the last page
costs what the first one does. The order of ids is that of `contacts_by_campaign`, which no move
touches. Of texts only the beginning is held: PostgreSQL refuses a row whose part of an index is too
long.
"""

from functools import reduce

from alembic import op

revision = "0002"
down_revision = "0001"

# The last word of a name: what is left when all that precedes the last blank is taken away.
_LAST_WORD = "replace(name, rtrim(name, replace(name, ' ', '')), '')"
# A number without what people write between digits.
_DIGITS = reduce(lambda inner, sign: f"replace({inner}, '{sign}', '')", " -./()", "phone")


def upgrade() -> None:
    """Create them."""
    postgres = op.get_bind().dialect.name == "postgresql"
    binary = ' COLLATE "C"' if postgres else ""
    ending = f"right({_DIGITS}, 3)" if postgres else f"substr({_DIGITS}, -3)"
    for name, columns, where in (
        ("contacts_by_since", "campaign_id, state, state_since, id, attempts", ""),
        ("contacts_by_attempts", "campaign_id, attempts, id", ""),
        ("contacts_due", "campaign_id, retry_at", " WHERE state = 'retry_scheduled'"),
        ("contacts_by_operator", "campaign_id, (substr(operator, 1, 64)), id", ""),
        ("contacts_by_phone_end", f"campaign_id, ({ending}), id", ""),
        ("contacts_by_name", f"campaign_id, (substr(name, 1, 64){binary})", ""),
        ("contacts_by_last_word", f"campaign_id, (substr({_LAST_WORD}, 1, 64){binary})", ""),
        ("contacts_by_external_id", f"campaign_id, (substr(external_id, 1, 64){binary})", ""),
    ):
        op.execute(f"CREATE INDEX {name} ON contacts ({columns}){where}")
