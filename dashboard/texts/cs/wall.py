"""The wall."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Wall": "Nástěnná obrazovka",
    "Closed / min": "Uzavřeno / min",
    "{share} of all": "{share} ze všech",
    "{n} calling": "Volá se: {n}",
    "for an operator": "na operátora",
    "mean of 5 min": "průměr za 5 min",
    "all done": "vše hotovo",
    "done ≈ {when} ± {spread}": "hotovo ≈ {when} ± {spread}",
    "done ≈ {when} or much later": "hotovo ≈ {when} nebo mnohem později",
    "more than {n} days to go": "zbývá přes {n} dní",
    "{n} min": "{n} min",
    "no contacts yet": "zatím bez kontaktů",
    "Now, by state": "Právě teď podle stavu",
    "Further states: {n}": "Dalších stavů: {n}",
    "Per minute, last hour": "Za minutu, poslední hodina",
    "most {n}": "nejvíc {n}",
    "Critical, shown next:": "Kritické, hned na řadě:",
    "There is no such campaign": "Taková kampaň neexistuje",
    "No campaign is in progress": "Žádná kampaň neprobíhá",
    "None of this wall's campaigns is in progress": "Žádná z vybraných kampaní neprobíhá",
    "The next one that starts is shown here at once.": "Další se tu ukáže, jakmile začne.",
    "Ended last": "Naposledy skončila",
    "Ended last, {when}": "Naposledy skončila, {when}",
    "Waiting to start": "Čeká na spuštění",
    "Contacts: {n}": "Kontakty: {n}",
    "Success: {n}": "Úspěch: {n}",
    "rotate is a number of seconds from 5 to 3600. 20 is used.": (
        "rotate je počet sekund od 5 do 3600. Platí 20."
    ),
    "theme is dark or light. Dark is used.": "theme je dark nebo light. Platí dark.",
    "lang is en or cs.": "lang je en nebo cs.",
    "campaigns is numbers with commas between. All are shown.": (
        "campaigns jsou čísla oddělená čárkami. Ukazují se všechny."
    ),
    "sound is on, or left out. It is off.": "sound je on, nebo chybí. Zvuk je vypnutý.",
    "Sound is blocked by the browser: click once anywhere.": (
        "Prohlížeč blokuje zvuk: klikněte jednou kamkoli."
    ),
}
