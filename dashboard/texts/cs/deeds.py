"""The dialog for deeds."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Choose none": "Zrušit výběr",
    "Remove all that match…": "Odebrat všechny vyhovující…",
    "Remove {n} contact|Remove {n} contacts": (
        "Odebrat {n} kontakt|Odebrat {n} kontakty|Odebrat {n} kontaktů"
    ),
    "Contacts of “{name}” are being removed.": "Kontakty kampaně „{name}“ se odebírají.",
    "Keep the person": "Ponechat osobu",
    "Name, number and history stay. It can be undone.": (
        "Jméno, číslo i historie zůstanou. Lze to vrátit zpět."
    ),
    "Erase the person": "Vymazat osobu",
    "Name and number are gone for good, counts stay. It cannot be undone.": (
        "Jméno a číslo navždy zmizí, počty zůstanou. Nelze to vrátit zpět."
    ),
    "What becomes of the person": "Co se stane s osobou",
    "{n} selected": "Vybráno: {n}",
    "Remove {n} contact…|Remove {n} contacts…": (
        "Odebrat {n} kontakt…|Odebrat {n} kontakty…|Odebrat {n} kontaktů…"
    ),
    "Remove all {n} that match…": "Odebrat všechny vyhovující ({n})…",
    "{n} selected in “{name}”. Contacts in a call are removed after it.": (
        "Vybráno v kampani „{name}“: {n}. Kontakty v hovoru se odeberou po něm."
    ),
    "All in “{name}” that match: {filter}. Contacts in a call are removed after it.": (
        "Všechny v kampani „{name}“, které vyhovují: {filter}. "
        "Kontakty v hovoru se odeberou po něm."
    ),
    "All contacts of “{name}”. Contacts in a call are removed after it.": (
        "Všechny kontakty kampaně „{name}“. Kontakty v hovoru se odeberou po něm."
    ),
    "in state for at least": "ve stavu aspoň",
    "in state for at most": "ve stavu nejvýš",
    "attempts at least": "pokusů aspoň",
    "attempts at most": "pokusů nejvýš",
    "Cancel campaign": "Zrušit kampaň",
    "Cancel campaign…": "Zrušit kampaň…",
    "“{name}” takes no new contacts from the first moment on.": (
        "„{name}“ od první chvíle nebere žádné další kontakty."
    ),
    "“{name}” is being canceled.": "„{name}“ se ruší.",
    "Reason, kept in the audit": "Důvod, zůstane v auditu",
    "Count again": "Spočítat znovu",
    "What will happen": "Co se stane",
    "Go back": "Zpět",
    "Counting what will happen…": "Počítá se, co se stane…",
    "It could not be counted what would happen: {reason}": (
        "Nepodařilo se spočítat, co by se stalo: {reason}"
    ),
    "Nothing would change: no contact fits.": "Nic by se nezměnilo: nevyhovuje žádný kontakt.",
    "Meanwhile there are more than you were shown. Look again, then go on.": (
        "Mezitím jich přibylo. Podívejte se znovu a pak pokračujte."
    ),
    "A second person has to approve it before it begins.": (
        "Než to začne, musí to schválit druhý člověk."
    ),
    "Counted at {time}.": "Spočteno v {time}.",
    "Type {name} to go on": "Pro pokračování napište {name}",
    "This is not the name.": "Toto není ten název.",
    "Asking…": "Odesílá se…",
    "The server gave no answer, so it is not known whether it was done. "
    "Try again: it is never done twice.": (
        "Server neodpověděl, takže se neví, zda se to stalo. "
        "Zkuste to znovu: dvakrát se to nestane."
    ),
    "Nothing was done: {reason} Try again in a moment.": (
        "Nic se nestalo: {reason} Zkuste to za chvíli znovu."
    ),
    "Nothing was done: your role does not allow it. Ask an administrator.": (
        "Nic se nestalo: vaše role to nedovoluje. Požádejte administrátora."
    ),
    "Nothing was done: you are signed out. Sign in again.": (
        "Nic se nestalo: jste odhlášeni. Přihlaste se znovu."
    ),
    "Nothing was done: it does not exist any more.": "Nic se nestalo: už to neexistuje.",
    "Nothing was done: {reason}": "Nic se nestalo: {reason}",
    "See what is going on": "Zobrazit, co se děje",
    "{n} with an operator will be called back, within 30 s": (
        "{n} u operátora bude odvoláno do 30 s"
    ),
    "{n} call will be let finish|{n} calls will be let finish": (
        "{n} hovor se nechá dokončit|{n} hovory se nechají dokončit|{n} hovorů se nechá dokončit"
    ),
    "{n} in after-call work is untouched|{n} in after-call work are untouched": (
        "{n} v ACW zůstane beze změny|{n} v ACW zůstanou beze změny|{n} v ACW zůstane beze změny"
    ),
    "{n} stays as it is|{n} stay as they are": (
        "{n} zůstane beze změny|{n} zůstanou beze změny|{n} zůstane beze změny"
    ),
    "{n} waiting will be canceled": (
        "{n} čekající bude zrušen|{n} čekající budou zrušeny|{n} čekajících bude zrušeno"
    ),
    "{n} closed stays as it is|{n} closed stay as they are": (
        "{n} uzavřený zůstane beze změny|{n} uzavřené zůstanou beze změny"
        "|{n} uzavřených zůstane beze změny"
    ),
    "{n} contact will be removed|{n} contacts will be removed": (
        "{n} kontakt bude odebrán|{n} kontakty budou odebrány|{n} kontaktů bude odebráno"
    ),
    "{n} in a call will be removed after it": "{n} v hovoru bude odebráno po něm",
    "{n} waiting will be Blacklisted": (
        "{n} čekající bude zabanován|{n} čekající budou zabanovány|{n} čekajících bude zabanováno"
    ),
    "{n} will return to Initial": (
        "{n} se vrátí do stavu Počáteční|{n} se vrátí do stavu Počáteční"
        "|{n} se vrátí do stavu Počáteční"
    ),
    "{n} will go back to where it was|{n} will go back to where they were": (
        "{n} se vrátí tam, kde byl|{n} se vrátí tam, kde byly|{n} se vrátí tam, kde byly"
    ),
}
