"""The audit and its page."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Audit": "Audit",
    # What was done.
    "Cancel a campaign": "Zrušení kampaně",
    "Cancel a contact": "Zrušení kontaktu",
    "Blacklist a contact": "Kontakt dán na blacklist",
    "Return a contact to Initial": "Kontakt vrácen do stavu Počáteční",
    "Give a contact back its state": "Kontaktu vrácen jeho stav",
    "Reveal a phone number": "Odkrytí telefonního čísla",
    "Erase a person": "Výmaz osoby",
    "Undo an operation": "Vrácení operace",
    "Pause an operation": "Pozastavení operace",
    "Resume an operation": "Pokračování operace",
    "Stop an operation": "Zastavení operace",
    "Approve an operation": "Schválení operace",
    "Take a number off the blacklist": "Číslo odebráno z blacklistu",
    "Acknowledge an alert": "Upozornění vzato na vědomí",
    "Snooze an alert": "Upozornění odloženo",
    "Give an alert back": "Upozornění vráceno",
    "Export the audit": "Export auditu",
    "Users": "Uživatelé",
    "Tokens": "Tokeny",
    "Walls": "Nástěnné obrazovky",
    "Sessions": "Přihlášení",
    "Refused": "Odmítnuto",
    # Who, and how they came in.
    "on this machine": "na tomto stroji",
    "command line": "příkazová řádka",
    "signed in": "po přihlášení",
    "by token": "tokenem",
    "wall": "nástěnná obrazovka",
    "the program": "program",
    "Dialer": "Dialer",
    "Supervisor": "Supervizor",
    "Manager": "Manažer",
    "Admin": "Administrátor",
    # The page.
    "Who did what, newest first": "Kdo co udělal, nejnovější první",
    "Export {format}": "Export {format}",
    "Check the chain": "Ověřit řetěz",
    "Who": "Kdo",
    "Outcome": "Výsledek",
    "From": "Od",
    "To": "Do",
    "Each contact of an operation": "Každý kontakt operace",
    "Filter the audit": "Filtr auditu",
    "Everything": "Všechno",
    "Done and refused": "Provedeno i odmítnuto",
    "Nothing was done yet. Whatever somebody does or tries is listed here.": (
        "Zatím nikdo nic neudělal. Zde bude vše, co kdo udělá nebo zkusí."
    ),
    "No entry fits these filters.": "Těmto filtrům neodpovídá žádný záznam.",
    "The audit could not be read: {reason}": "Audit se nepodařilo načíst: {reason}",
    "Refused: {reason}": "Odmítnuto: {reason}",
    "Each contact": "Každý kontakt",
    "Detail": "Podrobnosti",
    "Entry": "Záznam",
    "Action": "Akce",
    "Version of the contact": "Verze kontaktu",
    "Before": "Předtím",
    "Checking the chain: {n} entries fit so far…": "Ověřuje se řetěz, zatím sedí záznamů: {n}…",
    "Chain checked: {n} entries, nothing was changed, added or taken away.": (
        "Řetěz ověřen, záznamů: {n}. Nic nebylo změněno, přidáno ani odebráno."
    ),
    "The chain is broken at entry {id}: it was changed, or one before it is gone.": (
        "Řetěz je přerušen u záznamu {id}: byl změněn, nebo před ním některý chybí."
    ),
    "The end of the chain is missing: entries were taken away.": (
        "Chybí konec řetězu: záznamy byly odebrány."
    ),
    "The chain could not be checked: {reason}": "Řetěz se nepodařilo ověřit: {reason}",
}
