"""Long deeds: their progress on every screen, and their pages."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "How far it is": "Jak je to daleko",
    "Finished meanwhile": "Mezitím skončilo",
    "Moved by somebody else since": "Mezitím posunul někdo jiný",
    "Deleted meanwhile": "Mezitím smazáno",
    "Nothing is going on.": "Nic neprobíhá.",
    "What has ended is listed here.": "Zde bude, co skončilo.",
    "They could not be read: {reason}": "Nepodařilo se je načíst: {reason}",
    "Nothing was skipped.": "Nic nebylo vynecháno.",
    "Going on": "Probíhají",
    "Over": "Skončené",
    "The newest first": "Nejnovější první",
    "Ended": "Skončilo",
    "By": "Kdo",
    "Result": "Výsledek",
    "Asked for by": "Požádal(a)",
    "Asked for": "Požádáno",
    "Began": "Začalo",
    "Approved by": "Schválil(a)",
    "Undoes": "Vrací zpět",
    "Undone by": "Vráceno zpět",
    "There is no operation {id}": "Operace {id} neexistuje",
    "The number in the address is wrong, or you may not see it.": (
        "Číslo v adrese je chybné, nebo ji nesmíte vidět."
    ),
    "Stages": "Fáze",
    "It can be undone for": "Lze vrátit zpět ještě",
    "Who and why": "Kdo a proč",
    "Skipped": "Vynecháno",
    "Left as they were, and why": "Co zůstalo, jak bylo, a proč",
    "What is being done": "Co se právě dělá",
    "Undo…": "Vrátit zpět…",
    "Approve": "Schválit",
    "It begins at once. Somebody else asked for it.": ("Začne to hned. Požádal o to někdo jiný."),
    "Pause": "Pozastavit",
    "What is done stays done. The rest waits until somebody resumes it.": (
        "Co je hotovo, zůstane. Zbytek počká, až to někdo obnoví."
    ),
    "Resume": "Pokračovat",
    "It goes on where it was paused.": "Pokračuje tam, kde bylo pozastaveno.",
    "It goes on where it failed.": "Pokračuje tam, kde selhalo.",
    "Stop for good": "Ukončit nadobro",
    "What is done stays done. The rest is left as it is, and it cannot go on any more.": (
        "Co je hotovo, zůstane. Zbytek se nechá být a už v tom nepůjde pokračovat."
    ),
    "Contacts go back to where they were, unless somebody has moved them since. "
    "Those that stay are listed with the reason.": (
        "Kontakty se vrátí tam, kde byly, pokud je mezitím nikdo neposunul. "
        "Ty, které zůstanou, budou uvedeny s důvodem."
    ),
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
