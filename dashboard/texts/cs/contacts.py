"""The table of contacts and the contact page."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Contact": "Kontakt",
    "Contact {id}": "Kontakt {id}",
    "Search": "Hledat",
    "End of number, name or external id": "Konec čísla, jméno nebo externí id",
    "Operator": "Operátor",
    "Full name": "Celé jméno",
    "In state for": "Ve stavu",
    "In state for, e.g. 5 m": "Ve stavu, např. 5 m",
    "at least": "aspoň",
    "at most": "nejvýš",
    "Clear filters": "Zrušit filtry",
    "Filter contacts": "Filtrovat kontakty",
    "States": "Stavy",
    "Those longest in their state come first.": "První jsou ti, kdo jsou ve svém stavu nejdéle.",
    "All states": "Všechny stavy",
    "Selected": "Vybráno",
    "{n} states": "Stavů: {n}",
    "Try again": "Zkusit znovu",
    "All that fit: {n}": "Vyhovuje: {n}",
    "More than {n}": "Více než {n}",
    "{n} so far": "Zatím {n}",
    "Loading contacts…": "Kontakty se načítají…",
    "Searching: {n} found so far.": "Hledá se, zatím nalezeno: {n}.",
    "Still searching: {n} found so far. With a state chosen too it is quicker.": (
        "Stále se hledá, zatím nalezeno: {n}. Bude to rychlejší, když zvolíte i stav."
    ),
    "No contact fits these filters.": "Těmto filtrům nevyhovuje žádný kontakt.",
    "No contacts yet. They appear here as soon as they are loaded.": (
        "Zatím žádné kontakty. Objeví se tu, jakmile budou nahrány."
    ),
    "The contacts could not be read: {reason}": "Kontakty se nepodařilo načíst: {reason}",
    "the server does not answer.": "server neodpovídá.",
    "Not a length of time: write 90 s, 5 m, 2 h or 3 d.": (
        "Toto není doba: napište 90 s, 5 m, 2 h nebo 3 d."
    ),
    "Not a whole number.": "Toto není celé číslo.",
    "No name": "Beze jména",
    "Phone ends": "Telefon končí",
    "Retry at": "Opakovat v",
    "Reason": "Důvod",
    "External id": "Externí id",
    "Id": "Id",
    "Way back": "Cesta zpět",
    "Show earlier moves": "Ukázat dřívější změny",
    "What happened, newest first": "Co se stalo, od nejnovějšího",
    "There is no contact {id} in this campaign": "Kontakt {id} v této kampani není",
    "It was deleted, it belongs to another campaign, or the address is wrong.": (
        "Byl smazán, patří do jiné kampaně, nebo je adresa chybná."
    ),
    "See the contacts of the campaign": "Zobrazit kontakty kampaně",
    "Times in {zone}": "Časy v pásmu {zone}",
    "none": "není",
    "attempt {n}": "pokus {n}",
    "operator {name}": "operátor {name}",
    "by the dialer": "dialer",
    "by operation {id}": "operace {id}",
    "Deleted": "Smazáno",
    "Unexpected move: from {from} nobody expects it": "Nečekaná změna: ze stavu {from} nemá nastat",
    "Unusual move": "Neobvyklá změna",
    "Unexpected: nobody expects a new contact in this state": (
        "Nečekané: nový kontakt v tomto stavu být nemá"
    ),
    "The contact could not be read: {reason}": "Kontakt se nepodařilo načíst: {reason}",
}
