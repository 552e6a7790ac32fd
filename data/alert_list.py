"""Alerts for people and programs, page by page: open ones first, then the past, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection, select

from data.alert_book import COLUMNS, alert_of
from data.domain.alerts import OPEN, Alert, Status
from data.schema.tables import alerts

LIST_LIMIT = 200
PAST_LIMIT = 20
PARTS: Mapping[str, tuple[Status, ...]] = {"open": OPEN, "past": (Status.RESOLVED,)}
STATUSES: Mapping[str, tuple[Status, ...]] = {
    "open": OPEN,
    "firing": (Status.FIRING,),
    "acknowledged": (Status.ACKNOWLEDGED,),
    "resolved": (Status.RESOLVED,),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go on: in which part, before which alert."""

    part: str
    before: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From its own form, `past-17`. Raises ValueError for anything else."""
        part, _, number = text.partition("-")
        plain = number.isascii() and number.isdigit() and len(number) < 19
        if part not in PARTS or not plain:
            raise ValueError(text)
        return cls(part, int(number))

    def __str__(self) -> str:
        return f"{self.part}-{self.before}"


def page(
    connection: Connection,
    *,
    campaign_id: int | None = None,
    seen: frozenset[int] | None = None,
    statuses: Sequence[Status] = tuple(Status),
    place: Place | None = None,
    limit: int = LIST_LIMIT,
) -> tuple[list[Alert], Place | None]:
    """The alerts from a place on, and where the next page begins; None at the end.

    `seen` are the campaigns whose alerts may be seen, None for all.
    """
    found: list[Alert] = []
    parts = list(PARTS)
    for part in parts[parts.index(place.part) if place else 0 :]:
        before = place.before if place and place.part == part else 2**62
        wanted = (
            select(*COLUMNS)
            .where(alerts.c.status.in_([one for one in PARTS[part] if one in statuses]))
            .where(alerts.c.id < before)
            .order_by(alerts.c.id.desc())
            .limit(limit + 1 - len(found))
        )
        if campaign_id is not None:
            wanted = wanted.where(alerts.c.campaign_id == campaign_id)
        if seen is not None:
            wanted = wanted.where(alerts.c.campaign_id.in_(seen))
        found += [alert_of(row) for row in connection.execute(wanted)]
        if len(found) > limit:
            return found[:limit], _after(found[limit - 1])
    return found, None


def past(connection: Connection) -> list[Alert]:
    """The alerts that were over last, the newest first."""
    wanted = (
        select(*COLUMNS)
        .where(alerts.c.resolved_at.is_not(None))
        .order_by(alerts.c.resolved_at.desc(), alerts.c.id.desc())
        .limit(PAST_LIMIT)
    )
    return [alert_of(row) for row in connection.execute(wanted)]


def _after(alert: Alert) -> Place:
    return Place("past" if alert.status is Status.RESOLVED else "open", alert.id)
