"""The frame, the states, what every page uses."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # The source's own labels of the states.
    "Initial": "Počáteční",
    "Awaiting for free operator": "Čeká se na volného operátora",
    "Operator assigned": "Operátor přiřazen",
    "BCW": "BCW",
    "Calling": "Volání",
    "Call in progress": "Probíhá hovor",
    "ACW": "ACW",
    "Success": "Úspěch",
    "Retry scheduled": "Naplánováno opakování",
    "Dial failed": "Nepodařilo se spojit",
    "Canceled by client": "Klient zavěsil",
    "Rejected by operator": "Odmítnuto operátorem",
    "Blacklisted": "Klient je zabanován",
    "Invalid record": "Neplatný záznam",
    "Canceled by admin": "Zrušeno administrátorem",
    "Removed": "Odstraněno",
}
