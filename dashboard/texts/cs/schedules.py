"""Reports that come by themselves."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Reports that come by themselves": "Zprávy, které přicházejí samy",
    "No report comes by itself yet. Add a schedule, and its files will stand here.": (
        "Žádná zpráva zatím nepřichází sama. Přidejte plán a soubory budou zde."
    ),
    "Add a schedule…": "Přidat plán…",
    "Add a schedule": "Přidat plán",
    "Add the schedule": "Přidat plán",
    "End {name}": "Ukončit {name}",
    "End the schedule": "Ukončit plán",
    "No report comes any more. The files that are there stay for 90 days.": (
        "Žádná další zpráva už nepřijde. Soubory, které jsou zde, zůstanou 90 dní."
    ),
    "The schedules could not be read: {reason}": "Plány se nepodařilo načíst: {reason}",
    "Written": "Hotovo",
    "Waits to be written": "Čeká na zpracování",
    "Is being written": "Zpracovává se",
    "Came late": "Přišlo pozdě",
    "Overdue": "Po termínu",
    "Not sent": "Neodesláno",
    "No report yet": "Zatím žádná zpráva",
    "{n} before it were not made up for.": "Předchozí zprávy, které nebyly dohnány: {n}.",
    "{receiver} did not take it: {reason} It is tried again.": (
        "Příjemce {receiver} zprávu nepřijal: {reason} Zkouší se to znovu."
    ),
    "no reason is known.": "důvod není znám.",
    "the file is not kept any more": "soubor se už neuchovává",
    "Ended: {n}": "Ukončené: {n}",
    "Daily at {time}": "Denně v {time}",
    "Weekly, {day} at {time}": "Týdně, {day} v {time}",
    "Monthly, on day {day} at {time}": "Měsíčně, {day}. den v {time}",
    "Monthly, on the last day at {time}": "Měsíčně, poslední den v {time}",
    "{time} here": "u vás {time}",
    "Next": "Příští",
    "Last": "Poslední",
    "All files": "Všechny soubory",
    "Older ones": "Starší",
    "End…": "Ukončit…",
    "to {names}": "příjemci: {names}",
    "written {time}": "zpracováno {time}",
    "sent to {receiver} {time}": "odesláno ({receiver}) {time}",
    "webhook": "webhook",
    "mail and chat": "e-mail a chat",
    "Format": "Formát",
    "All that you see at that time": "Všechny, které v tu dobu uvidíte",
    "Only these": "Jen tyto",
    "The campaigns could not be read: close this and try again.": (
        "Kampaně se nepodařilo načíst: zavřete okno a zkuste to znovu."
    ),
    "How often": "Jak často",
    "Daily": "Denně",
    "Weekly": "Týdně",
    "Monthly": "Měsíčně",
    "the last": "poslední",
    "Each report covers the whole day before.": "Každá zpráva pokrývá celý předchozí den.",
    "Each report covers the seven whole days before.": (
        "Každá zpráva pokrývá sedm celých předchozích dní."
    ),
    (
        "Each report covers the whole calendar month before. "
        "A month that has not the day takes its last one."
    ): (
        "Každá zpráva pokrývá celý předchozí kalendářní měsíc. "
        "Měsíc, který takový den nemá, použije svůj poslední."
    ),
    "Send it to": "Odeslat",
    (
        "The files wait here for 90 days. To have them sent too, an administrator sets "
        "REPORT_WEBHOOK_URL or REPORT_APPRISE_URLS."
    ): (
        "Soubory zde čekají 90 dní. Aby se i odesílaly, nastaví správce "
        "REPORT_WEBHOOK_URL nebo REPORT_APPRISE_URLS."
    ),
    "Nothing was added: {reason}": "Nic nebylo přidáno: {reason}",
    "Have a report come by itself": "Zavést pravidelnou zprávu",
    "End a scheduled report": "Ukončit pravidelnou zprávu",
    "Write a scheduled report": "Vytvořit pravidelnou zprávu",
    "End a scheduled report that its maker may not have": (
        "Ukončit pravidelnou zprávu, na kterou autor nemá právo"
    ),
    "Download a scheduled report": "Stáhnout pravidelnou zprávu",
    "Scheduled reports": "Pravidelné zprávy",
}
