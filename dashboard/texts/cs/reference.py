"""The page of the API."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Programming interface": "Programové rozhraní",
    "Token": "Token",
    "Kept on this page only, and gone when it is closed. Without one you are asked as whoever has "
    "signed in.": "Zůstává jen na této stránce a zmizí s ní. Bez něj se ptáte jako ten, kdo je "
    "přihlášen.",
    "Body": "Tělo",
    "Send": "Odeslat",
    "Answer": "Odpověď",
}
