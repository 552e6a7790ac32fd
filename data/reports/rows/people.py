"""What is shown of the people behind contacts, looked up in bulk."""

import json
from collections.abc import Mapping, Set

from sqlalchemy import Connection, text

from data.domain.masking import masked_id, masked_phone
from data.domain.report import Column, Kind
from data.reports.rows.fetching import fetched

MOST = 50_000  # as many are remembered

PHONE = Column(
    "phone", "Phone", Kind.PHONE,
    "The phone number, masked; empty where the person was erased or the contact deleted.",
    lasts=False,
)  # fmt: skip
EXTERNAL_ID = Column(
    "external_id", "External id", Kind.TEXT,
    "What another system calls the contact; masked where that is its phone number.",
    lasts=False,
)  # fmt: skip

Person = tuple[str | None, str | None]  # external id, phone
NOBODY: Person = (None, None)
_WANTED = {
    dialect: text(f"SELECT id, external_id, phone FROM contacts WHERE {which} LIMIT :most")
    for dialect, which in (
        ("postgresql", "id = ANY (:ids)"),
        ("sqlite", "id IN (SELECT value FROM json_each(:ids))"),
    )
}


class People:
    """The people behind contacts, a bounded number of whom is remembered."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[int, Person] = {}

    def of(self, contacts: Set[int]) -> Mapping[int, Person]:
        """Them all, and maybe others; of a contact that is gone nothing is known."""
        if len(self._known) > MOST:
            self._known.clear()
        if missing := contacts - self._known.keys():
            self._known.update(dict.fromkeys(missing, NOBODY))
            self._known.update(self._read(missing))
        return self._known

    def _read(self, contacts: Set[int]) -> dict[int, Person]:
        dialect = self._connection.dialect.name
        ids = list(contacts) if dialect == "postgresql" else json.dumps(list(contacts))
        found = fetched(self._connection, _WANTED[dialect], {"ids": ids, "most": len(contacts)})
        return {id: (masked_id(own, phone), masked_phone(phone)) for id, own, phone in found}
