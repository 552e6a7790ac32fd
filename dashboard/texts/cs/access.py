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
