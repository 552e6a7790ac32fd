"""How history is kept, and what is given up of it."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Drop old history": "Zahodit starou historii",
    "Single moves before {day} are not kept any more.": (
        "Jednotlivé změny před {day} už se neuchovávají."
    ),
}
