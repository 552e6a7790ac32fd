"""Alerts and their page."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # How bad it is, and what stands where there is nothing.
    "Warning": "Varování",
    "Critical": "Kritické",
    "acknowledged": "vzato na vědomí",
    "and {n} more": "a {n} dalších",
    "All clear": "Vše v pořádku",
    "All clear since {time}": "Vše v pořádku od {time}",
    "Alerts cannot be told: {error}": "Stav upozornění není znám: {error}",
    # The rules.
    "Dialed after the end": "Voláno po ukončení",
    "Final contact dialed again": "Uzavřený kontakt se znovu volá",
    "Client waits on the line": "Klient čeká na lince",
    "Abandoned calls, 24 h": "Zavěšené hovory, 24 h",
    "Abandoned calls, 30 days": "Zavěšené hovory, 30 dní",
    "Campaign stands still": "Kampaň stojí",
    "Calls cannot be started": "Hovory nejde zahájit",
    "Counts did not agree": "Počty nesouhlasily",
    "Contacts stuck": "Uvízlé kontakty",
    "Retries overdue": "Opakování po termínu",
    "Open after the end": "Otevřené po ukončení",
    "Unexpected moves": "Nečekané přechody",
    # Headlines: a form for 1, for 2 to 4, for the rest.
    "{n} contact dialed after the campaign was canceled"
    "|{n} contacts dialed after the campaign was canceled": (
        "{n} kontakt se volal po zrušení kampaně|{n} kontakty se volaly po zrušení kampaně"
        "|{n} kontaktů se volalo po zrušení kampaně"
    ),
    "{n} contact left {state} to be dialed again|{n} contacts left {state} to be dialed again": (
        "{n} kontakt se ze stavu {state} znovu volá|{n} kontakty se ze stavu {state} znovu volají"
        "|{n} kontaktů se ze stavu {state} znovu volá"
    ),
    "{n} client waits over {limit}|{n} clients wait over {limit}": (
        "{n} klient čeká déle než {limit}|{n} klienti čekají déle než {limit}"
        "|{n} klientů čeká déle než {limit}"
    ),
    "{rate} of calls abandoned in 24 h": "{rate} klientů zavěsilo za 24 h",
    "{rate} of calls abandoned in 30 days": "{rate} klientů zavěsilo za 30 dní",
    "Nothing dialed for {limit}, {n} ready": "Déle než {limit} se nevolá, připraveno: {n}",
    "{n} call could not be started|{n} calls could not be started": (
        "{n} hovor se nepodařilo zahájit|{n} hovory se nepodařilo zahájit"
        "|{n} hovorů se nepodařilo zahájit"
    ),
    "Counts did not agree and were counted anew": "Počty nesouhlasily a byly spočteny znovu",
    "{n} in {state} over {limit}": "{state}: {n} déle než {limit}",
    "{n} retry overdue by {limit}|{n} retries overdue by {limit}": (
        "{n} opakování déle než {limit} po termínu"
    ),
    "{n} retry without a time|{n} retries without a time": "{n} opakování bez termínu",
    "{n} still in {state} after the campaign ended": "{state}: {n} i po ukončení kampaně",
    "{n} unexpected move in an hour|{n} unexpected moves in an hour": (
        "{n} nečekaný přechod za hodinu|{n} nečekané přechody za hodinu"
        "|{n} nečekaných přechodů za hodinu"
    ),
    # What more is known.
    "over {n}": "přes {n}",
    "operator {value}": "operátor {value}",
    "reason “{value}”": "důvod „{value}“",
    "all: {what}": "všechny: {what}",
    "mostly {what}": "většinou {what}",
    "lower bound": "dolní mez",
    # The page.
    "Open": "Otevřená",
    "Worst first": "Nejhorší první",
    "Acknowledged and snoozed": "Vzatá na vědomí a odložená",
    "They come back when they get worse": "Vrátí se, když se zhorší",
    "What somebody takes up is listed here.": "Zde bude, co někdo vezme na vědomí.",
    "Past": "Minulá",
    "The newest, in the time of their campaigns": "Nejnovější, v čase svých kampaní",
    "What is over is listed here.": "Zde bude, co skončilo.",
    "Thresholds in force": "Platné meze",
    "Default or the campaign's own": "Výchozí, nebo vlastní meze kampaně",
    "The campaign's own": "Vlastní meze kampaní",
    "No campaign has limits of its own.": "Žádná kampaň nemá vlastní meze.",
    "Default": "Výchozí",
    "{campaign}: {subject} from {warn}, critical from {critical}": (
        "{campaign}: {subject} od {warn}, kritické od {critical}"
    ),
    "What": "Co",
    "Warning from": "Varování od",
    "Critical from": "Kritické od",
    "Counted": "Počítá se",
    "all": "všechny",
    "since it came into the state": "od vstupu do stavu",
    "since its retry was due": "od termínu opakování",
    "since the campaign ended": "od ukončení kampaně",
    "since a contact was last taken up": "od posledního odebrání kontaktu",
    "without a countdown; else the countdown and 10 s, and 60 s": (
        "bez odpočtu; jinak odpočet a 10 s, resp. 60 s"
    ),
    "or 3 and 6 times the campaign's own 95th percentile": (
        "nebo 3násobek, resp. 6násobek 95. percentilu kampaně"
    ),
    "taken up by {name}": "převzal(a) {name}",
    "until {time}": "do {time}",
    "over {time}, lasted {length}": "skončilo {time}, trvalo {length}",
    # The dialog.
    "Acknowledge": "Vzít na vědomí",
    "Acknowledge…": "Vzít na vědomí…",
    "Snooze": "Odložit",
    "Snooze…": "Odložit…",
    "Give back": "Vrátit",
    "Note, for whoever looks next": "Poznámka pro toho, kdo se podívá příště",
    "Be quiet about it": "Nepřipomínat",
    "As long as it is open": "Dokud trvá",
    "15 minutes": "15 minut",
    "1 hour": "1 hodinu",
    "Until tomorrow, 6:00": "Do zítřka, 6:00",
    "Cancel": "Zrušit",
    "It is over already: there is nothing left to do.": "Už to skončilo, není co dělat.",
    "It was not done: the server gave no answer. Try again.": (
        "Nepodařilo se to: server neodpověděl. Zkuste to znovu."
    ),
}
