"""The language of an answer: what the address says, else the cookie, else the default."""

from urllib.parse import parse_qs

from flask import Request

from dashboard.texts import LANGUAGES

COOKIE = "lang"
YEAR_SECONDS = 31_536_000


def named_in(query: str) -> str | None:
    """The language that a query string names; None where it names none that there is."""
    try:
        given = parse_qs(query.removeprefix("?"), max_num_fields=20).get("lang", [])
    except ValueError:
        return None
    return given[-1] if given and given[-1] in LANGUAGES else None


def language_of(request: Request, default: str, search: str = "") -> str:
    """The language of a request; `search` is the query of the page that made it."""
    address = named_in(search) or named_in(request.query_string.decode("latin-1"))
    cookie = request.cookies.get(COOKIE)
    return address or (cookie if cookie in LANGUAGES else None) or default
