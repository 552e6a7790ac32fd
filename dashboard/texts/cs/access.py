"""Signing in and out, and what is not for everybody."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Sign in": "Přihlášení",
    "User name": "Uživatelské jméno",
    "Password": "Heslo",
    "The name or the password is wrong.": "Jméno nebo heslo není správné.",
    "Too many wrong tries. The next one is possible in {seconds} s.": (
        "Příliš mnoho chybných pokusů. Další je možný za {seconds} s."
    ),
    "Sign in with the company's account": "Přihlásit se firemním účtem",
    "The service that vouches for people does not answer. Sign in by password.": (
        "Služba, která ověřuje totožnost, neodpovídá. Přihlaste se heslem."
    ),
    "The service that vouches for people did not vouch for you.": (
        "Služba, která ověřuje totožnost, vaši totožnost nepotvrdila."
    ),
    "You have no account here, and nothing says which role is yours. Ask an admin.": (
        "Nemáte zde účet a není určeno, jaká role vám patří. Požádejte administrátora."
    ),
    "The name that you have there cannot be yours here. Ask an admin.": (
        "Jméno, které tam máte, zde mít nemůžete. Požádejte administrátora."
    ),
    "Continue": "Pokračovat",
    "Sign out": "Odhlásit",
    "Sign out {name}": "Odhlásit uživatele {name}",
    "This page is not for you": "Tato stránka není pro vás",
    "It is not for your role ({role}). Ask an admin for another one.": (
        "Není pro vaši roli ({role}). O jinou požádejte administrátora."
    ),
    "See the wall": "Na nástěnnou obrazovku",
    "Signing this screen in…": "Obrazovka se přihlašuje…",
    "This link opens no wall, or no longer. Ask an admin for a new one.": (
        "Tento odkaz žádnou nástěnnou obrazovku neotevírá, nebo už ne. "
        "O nový požádejte administrátora."
    ),
    "The server does not answer. Trying again…": "Server neodpovídá. Zkouší se znovu…",
    "Too many tries. Trying again…": "Příliš mnoho pokusů. Zkouší se znovu…",
}
