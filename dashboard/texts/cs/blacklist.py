"""The blacklist, and telling or erasing who a contact is."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Blacklist": "Blacklist",
    "Numbers that nobody calls": "Čísla, na která nikdo nevolá",
    "Phone number": "Telefonní číslo",
    "Blacklist number…": "Přidat na blacklist…",
    "Blacklist number": "Přidat na blacklist",
    "Put a number on the blacklist": "Přidat číslo na blacklist",
    "End of number, reason or person": "Konec čísla, důvod nebo kdo",
    "Show lifted ones": "Ukázat i odebrané",
    "Search the blacklist": "Hledat na blacklistu",
    "Number": "Číslo",
    "Added by": "Přidal(a)",
    "Since": "Od",
    "Source": "Původ",
    "What can be done": "Co lze udělat",
    "The number is on the blacklist.": "Číslo je na blacklistu.",
    "Lift from the blacklist": "Odebrat z blacklistu",
    "The number may be called again.": "Na číslo se smí opět volat.",
    "Loading the blacklist…": "Blacklist se načítá…",
    "Nobody is on the blacklist. Who asks not to be called is put here.": (
        "Na blacklistu nikdo není. Patří sem, kdo si nepřeje, aby se mu volalo."
    ),
    "No entry fits this search.": "Hledání neodpovídá žádný záznam.",
    "The blacklist could not be read: {reason}": "Blacklist se nepodařilo načíst: {reason}",
    "Write the number first.": "Nejprve napište číslo.",
    "of an erased person": "vymazaná osoba",
    "Lift…": "Odebrat…",
    "Lift {number} from the blacklist": "Odebrat {number} z blacklistu",
    "Lifted by {name}, {time}: {reason}": "Odebral(a) {name}, {time}: {reason}",
    "by hand": "ručně",
    "by a program": "programem",
    "erasure": "výmaz osoby",
    "Reveal number…": "Ukázat číslo…",
    "Reveal the phone number": "Ukázat telefonní číslo",
    "Reveal number": "Ukázat číslo",
    "It is shown for 30 seconds. Who saw it and why is kept in the audit.": (
        "Zobrazí se na 30 sekund. Kdo je viděl a proč, zůstane v auditu."
    ),
    "The number is shown.": "Číslo je zobrazeno.",
    "Shown for {seconds} s": "Zobrazeno ještě {seconds} s",
    "Erase person…": "Vymazat osobu…",
    "Erase this person": "Vymazat tuto osobu",
    "Erase person": "Vymazat osobu",
    "Number, name and external id are blanked for good; what happened stays, and so do all"
    " counts. Nobody calls the number again. This cannot be undone.": (
        "Číslo, jméno a externí id se nenávratně smažou; co se stalo, zůstane, stejně jako všechny"
        " počty. Na číslo už nikdo nezavolá. Nelze to vzít zpět."
    ),
    "The person is erased.": "Osoba je vymazána.",
}
