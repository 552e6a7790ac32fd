"""Who is late: one query for all states of all campaigns, over indexes, however many contacts."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, lru_cache

from sqlalchemy import BigInteger, Connection, Integer, Text, text
from sqlalchemy.sql.elements import TextClause
from sqlalchemy.sql.selectable import TextualSelect

from data.domain.late import COUNTED, INITIAL, Late, Question
from data.domain.masking import masked_text
from data.domain.states import CODES, OTHER
from data.domain.thresholds import RETRY
from data.schema.tables import UtcTime

_ID = BigInteger
SAMPLE = 50  # of the latest contacts: enough to tell what most of them share
DEPARTURES_LOOKED_AT = 1_000
UNKNOWN_STATES = 1_000

# Both are given the questions as one JSON text, so that a statement is the same for any number.
_ASKED = {
    "sqlite": """
      SELECT json_extract(value, '$.campaign') AS campaign, json_extract(value, '$.state') AS state,
        json_extract(value, '$.warn') AS warn, json_extract(value, '$.critical') AS critical
      FROM json_each(:asked)""",
    "postgresql": """
      SELECT campaign, state, warn, critical FROM jsonb_to_recordset(CAST(:asked AS jsonb))
        AS given(campaign bigint, state text, warn timestamptz, critical timestamptz)""",
}
_LIST = {
    "sqlite": "json_group_array(json_array(operator, reason))",
    "postgresql": "CAST(json_agg(json_build_array(operator, reason)) AS text)",
}
_LATE = """
  WITH asked AS ({asked}),
  begun AS MATERIALIZED (
    SELECT g.campaign, g.state, g.warn, g.critical, (SELECT {column} FROM {contacts}
      WHERE {own} AND {column} IS NOT NULL ORDER BY {column} LIMIT 1) AS oldest
    FROM asked AS g)
  SELECT g.campaign AS campaign, g.state AS state, g.oldest AS oldest,
    CASE WHEN g.oldest <= g.warn THEN (SELECT count(*) FROM (SELECT 1 FROM {contacts}
      WHERE {own} AND {late_warn} LIMIT {most}) AS late) ELSE 0 END AS warn,
    CASE WHEN g.oldest <= g.critical THEN (SELECT count(*) FROM (SELECT 1 FROM {contacts}
      WHERE {own} AND {late_critical} LIMIT {most}) AS late) ELSE 0 END AS critical,
    CASE WHEN g.oldest <= g.warn THEN (SELECT {list} FROM (SELECT operator, reason FROM {contacts}
      WHERE {own} AND {late_warn} ORDER BY {column} LIMIT {sample}) AS late) END AS sample
  FROM begun AS g
  WHERE g.oldest <= g.warn OR (g.oldest IS NOT NULL AND g.state IN ({ready}))
"""
_MISSING = """
  WITH asked AS ({asked})
  SELECT g.campaign AS campaign,
    (SELECT count(*) FROM (SELECT 1 FROM {contacts}
      WHERE {own} AND retry_at IS NULL LIMIT {most}) AS missing) AS count,
    (SELECT min(state_since) FROM (SELECT state_since FROM {contacts}
      WHERE {own} AND retry_at IS NULL LIMIT {most}) AS missing) AS oldest
  FROM asked AS g
"""
_UNKNOWN = """
  WITH RECURSIVE asked AS ({asked}),
  found(campaign, state) AS (
    SELECT g.campaign, (SELECT min(contacts.state) FROM contacts
      WHERE contacts.campaign_id = g.campaign) FROM asked AS g
    UNION ALL
    SELECT found.campaign, (SELECT min(contacts.state) FROM contacts
      WHERE contacts.campaign_id = found.campaign AND contacts.state > found.state)
    FROM found WHERE found.state IS NOT NULL)
  SELECT campaign, state FROM found
  WHERE state IS NOT NULL AND state NOT IN ({known}) LIMIT {unknown}
"""
_DEPARTED = """
  WITH asked AS ({asked})
  SELECT g.campaign AS campaign, (SELECT max(at) FROM
    (SELECT at, from_state, to_state FROM transitions WHERE campaign_id = g.campaign
      ORDER BY id DESC LIMIT {looked_at}) AS newest
    WHERE from_state IN ('initial', 'retry_scheduled') AND to_state IS NOT NULL) AS at
  FROM asked AS g
"""


@dataclass(frozen=True, slots=True)
class _Clock:
    """Which column tells how late a contact is, and how its rows are found and compared."""

    column: str
    own: str
    index: str
    late: Mapping[str, str]


_PLAIN = dict.fromkeys(_ASKED, "{column} <= g.{moment}")
_CLOCKS = {
    False: _Clock(
        "state_since",
        "contacts.campaign_id = g.campaign AND contacts.state = g.state",
        "contacts_by_since",
        _PLAIN,
    ),
    True: _Clock(
        "retry_at",
        "contacts.campaign_id = g.campaign AND contacts.state = 'retry_scheduled'",
        "contacts_due",
        # A dialer may have written a time in another form, whose text sorts elsewhere.
        _PLAIN
        | {
            "sqlite": "{column} <= g.{moment} AND julianday({column}) <= julianday(g.{moment})",
        },
    ),
}


def late(connection: Connection, asked: Iterable[Question]) -> list[Late]:
    """The answers to all questions, in the same few queries however many there are.

    Where nobody is late there is no answer, but of states in which contacts wait to be called.
    """
    asked = list(asked)
    retries = [question for question in asked if question.state == RETRY]
    others = [question for question in asked if question.state != RETRY]
    answers = _answers(connection, _named(connection, others), retries=False)
    return [*_merged(answers), *_overdue(connection, retries)]


def last_departures(connection: Connection, wanted: Sequence[int]) -> Mapping[int, datetime | None]:
    """When a contact last left Initial or Retry scheduled, as far as recent history tells."""
    given = json.dumps([{"campaign": campaign} for campaign in wanted])
    statement = _departed(connection.dialect.name)
    rows = connection.execute(statement, {"asked": given})
    return {row.campaign: row.at for row in rows}


def _named(connection: Connection, asked: list[Question]) -> list[Question]:
    """The questions, with one for each unknown state in the place of `other`."""
    unknown = {question.campaign_id: question for question in asked if question.state == OTHER}
    if not unknown:
        return asked
    statement = _unknown(connection.dialect.name)
    rows = connection.execute(statement, {"asked": _given(unknown.values())})
    named = [replace(unknown[campaign], state=state) for campaign, state in rows]
    return [question for question in asked if question.state != OTHER] + named


def _merged(answers: Iterable[Late]) -> list[Late]:
    """The answers, with those of a campaign's unknown states as one under `other`."""
    unknown: dict[int, list[Late]] = defaultdict(list)
    known: list[Late] = []
    for answer in answers:
        if answer.state in CODES:
            known.append(answer)
        else:
            unknown[answer.campaign_id].append(answer)
    return known + [_sum(campaign, parts) for campaign, parts in unknown.items()]


def _sum(campaign: int, parts: list[Late]) -> Late:
    return Late(
        campaign,
        OTHER,
        min((part.oldest_at for part in parts if part.oldest_at), default=None),
        sum(part.warn for part in parts),
        sum(part.critical for part in parts),
        tuple(row for part in parts for row in part.sample),
    )


def _overdue(connection: Connection, asked: list[Question]) -> list[Late]:
    """Retries by the time they were due; those without one beside them."""
    if not asked:
        return []
    statement = _missing(connection.dialect.name)
    missing = {row.campaign: row for row in connection.execute(statement, {"asked": _given(asked)})}
    timed = {answer.campaign_id: answer for answer in _answers(connection, asked, retries=True)}
    return [
        replace(
            timed.get(campaign, Late(campaign, RETRY, None, 0, 0)),
            missing=row[1],
            missing_at=row.oldest,
        )
        for campaign, row in missing.items()
    ]


def _answers(connection: Connection, asked: list[Question], *, retries: bool) -> list[Late]:
    if not asked:
        return []
    statement = _late(connection.dialect.name, retries)
    rows = connection.execute(statement, {"asked": _given(asked)})
    return [
        Late(campaign, state, oldest, warn, critical, _sample(sample))
        for campaign, state, oldest, warn, critical, sample in rows
    ]


@cache
def _late(dialect: str, retries: bool) -> TextualSelect:
    clock = _CLOCKS[retries]
    compared = clock.late[dialect]
    return _statement(
        dialect,
        _LATE,
        column=clock.column,
        own=clock.own,
        contacts=_contacts(dialect, clock.index),
        late_warn=compared.format(column=clock.column, moment="warn"),
        late_critical=compared.format(column=clock.column, moment="critical"),
        list=_LIST[dialect],
        sample=SAMPLE,
        ready=f"'{INITIAL}', '{RETRY}'",
    ).columns(campaign=_ID, state=Text, oldest=UtcTime, warn=Integer, critical=Integer, sample=Text)


@cache
def _missing(dialect: str) -> TextualSelect:
    clock = _CLOCKS[True]
    contacts = _contacts(dialect, clock.index)
    statement = _statement(dialect, _MISSING, own=clock.own, contacts=contacts)
    return statement.columns(campaign=_ID, count=Integer, oldest=UtcTime)


@cache
def _unknown(dialect: str) -> TextClause:
    known = ", ".join(f"'{code}'" for code in CODES)
    return _statement(dialect, _UNKNOWN, known=known, unknown=UNKNOWN_STATES)


@cache
def _departed(dialect: str) -> TextualSelect:
    statement = _statement(dialect, _DEPARTED, looked_at=DEPARTURES_LOOKED_AT)
    return statement.columns(campaign=_ID, at=UtcTime)


def _statement(dialect: str, form: str, **parts: object) -> TextClause:
    return text(form.format(asked=_ASKED[dialect], most=COUNTED + 1, **parts))


def _contacts(dialect: str, index: str) -> str:
    """The table; SQLite, which knows nothing of how values are spread, is told the index."""
    return f"contacts INDEXED BY {index}" if dialect == "sqlite" else "contacts"


def _sample(found: str | None) -> tuple[tuple[str | None, str | None], ...]:
    named = json.loads(found) if found else ()
    return tuple((operator, masked_text(reason)) for operator, reason in named)


def _given(asked: Iterable[Question]) -> str:
    return json.dumps(
        [
            {
                "campaign": question.campaign_id,
                "state": question.state,
                "warn": _text(question.warn_at),
                "critical": _text(question.critical_at),
            }
            for question in asked
        ]
    )


@lru_cache(maxsize=1024)  # most campaigns have the same limits, and so the same moments
def _text(moment: datetime) -> str:
    """The form in which SQLite holds moments; PostgreSQL reads it too."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
