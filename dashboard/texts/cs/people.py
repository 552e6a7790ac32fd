"""The page of who has access."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Access": "Přístup",
    "Add a user": "Přidání uživatele",
    "Disable a user": "Zablokování uživatele",
    "Let a user in again": "Odblokování uživatele",
    "Change a user's password": "Změna hesla uživatele",
    "Change a user's role": "Změna role uživatele",
    "Make a token": "Vytvoření tokenu",
    "Revoke a token": "Zneplatnění tokenu",
    "Make a wall": "Vytvoření nástěnné obrazovky",
    "Revoke a wall": "Zneplatnění nástěnné obrazovky",
    "Load contacts": "Nahrání kontaktů",
    "Report moves of contacts": "Hlášení přechodů kontaktů",
    "Many contacts": "Více kontaktů",
    "Remove a contact": "Odstranění kontaktu",
    "adds one": "přidá dalšího",
    "Make a token…": "Vytvořit token…",
    "Make a wall…": "Vytvořit nástěnnou obrazovku…",
    "Keep it now: it is shown once": "Uschovejte si to nyní, zobrazí se jen jednou",
    "Copy": "Kopírovat",
    "Copied": "Zkopírováno",
    "It is done.": "Hotovo.",
    "Disable {name}": "Zablokovat: {name}",
    "Disable the user": "Zablokovat uživatele",
    "All that {name} has open ends within seconds.": (
        "Vše, co má {name} otevřené, během vteřin skončí."
    ),
    "Let {name} in again": "Odblokovat: {name}",
    "Let the user in": "Odblokovat uživatele",
    "{name} has to sign in anew.": "{name} se musí znovu přihlásit.",
    "Change the role of {name}": "Změnit roli: {name}",
    "Change the role": "Změnit roli",
    "Revoke the token {name}": "Zneplatnit token {name}",
    "Revoke the token": "Zneplatnit token",
    "Programs that use it are refused from now on.": (
        "Programy, které jej používají, budou od této chvíle odmítány."
    ),
    "Revoke the wall {name}": "Zneplatnit nástěnnou obrazovku {name}",
    "Revoke the wall": "Zneplatnit nástěnnou obrazovku",
    "Its link is closed and its screens go dark within seconds.": (
        "Její odkaz přestane platit a obrazovky během vteřin zhasnou."
    ),
    "30 days": "30 dní",
    "90 days": "90 dní",
    "1 year": "1 rok",
    "Make the token": "Vytvořit token",
    "For a program, with all campaigns. Its secret is shown once.": (
        "Pro program, se všemi kampaněmi. Tajná část se zobrazí jen jednou."
    ),
    "Lasts": "Platnost",
    "Make the wall": "Vytvořit nástěnnou obrazovku",
    "For screens that all may look at, with all campaigns. Its link is shown once.": (
        "Pro obrazovky, které vidí všichni, se všemi kampaněmi. Odkaz se zobrazí jen jednou."
    ),
    "Role": "Role",
    "Who has access could not be read: {reason}": "Přístupy se nepodařilo načíst: {reason}",
    "all campaigns": "všechny kampaně",
    "campaigns {ids}": "kampaně {ids}",
    "Disabled": "Zablokován",
    "Expired": "Prošlé",
    "Revoked": "Zneplatněno",
    "since {time}": "od {time}",
    "used {time}": "použito {time}",
    "never used": "nepoužito",
    "made by {name}": "vytvořil(a) {name}",
    "Screen {id}": "Obrazovka {id}",
    "seen {time}": "viděna {time}",
    "{length} behind": "zpoždění {length}",
    "No screen has opened its link.": "Její odkaz zatím žádná obrazovka neotevřela.",
    "Programs send it as Authorization: Bearer …": (
        "Programy jej posílají jako Authorization: Bearer …"
    ),
    "Open this link on each screen.": "Otevřete tento odkaz na každé obrazovce.",
    "There is no account: whoever reaches this machine is an admin.": (
        "Není žádný účet: kdo se dostane k tomuto stroji, je administrátor."
    ),
    "No token was made yet.": "Zatím není žádný token.",
    "No wall was made yet.": "Zatím není žádná nástěnná obrazovka.",
    "Disable…": "Zablokovat…",
    "Let in again…": "Odblokovat…",
    "Change role…": "Změnit roli…",
    "Revoke…": "Zneplatnit…",
}
