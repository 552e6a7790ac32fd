"""Where somebody goes on after signing in: only to a page of ours."""

from urllib.parse import urlencode

LONGEST = 2000
HOME = "/"
LOGIN = "/login"
WALL_ENTRANCE = "/wall/enter"


def own_path(text: str | None) -> str:
    """The path that a query asks for, if it is one of ours; else the first page."""
    if not text or len(text) > LONGEST or not text.startswith("/") or text.startswith("//"):
        return HOME
    if "\\" in text or not text.isprintable() or text.startswith(LOGIN):
        return HOME
    return text


def login_for(path: str) -> str:
    """The address of the login that leads on to a path."""
    return f"{LOGIN}?{urlencode({'next': own_path(path)})}"
