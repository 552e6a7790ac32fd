"""Long deeds: their progress on every screen, and their pages."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Remove contacts": "Odebrat kontakty",
    "Blacklist numbers": "Zabanovat čísla",
    "Lift from the Blacklist": "Sejmout z blacklistu",
    "Undo": "Vrátit zpět",
    "Awaits approval": "Čeká na schválení",
    "Running": "Běží",
    "Lets calls finish": "Nechává dokončit hovory",
    "Done": "Hotovo",
    "Failed": "Selhalo",
    "Stopped": "Zastaveno",
    "{n} call is let finish|{n} calls are let finish": (
        "{n} hovor se nechává dokončit|{n} hovory se nechávají dokončit"
        "|{n} hovorů se nechává dokončit"
    ),
    "{n} contacts to go": "zbývá kontaktů: {n}",
    "{n} call left|{n} calls left": "zbývá {n} hovor|zbývají {n} hovory|zbývá {n} hovorů",
    "{done} of {total}": "{done} z {total}",
    "{n} a second": "{n} za sekundu",
    "{time} left": "zbývá {time}",
    "{n} skipped": "vynecháno: {n}",
    "{n} contact waits for a second person|{n} contacts wait for a second person": (
        "{n} kontakt čeká na druhého člověka|{n} kontakty čekají na druhého člověka"
        "|{n} kontaktů čeká na druhého člověka"
    ),
}
