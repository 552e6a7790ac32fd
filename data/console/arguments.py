"""Arguments that several commands take."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from data.accounts.passwords import LONGEST_BYTES
from data.domain.access import Role
from data.domain.errors import DashboardError

ALL: Final = "all"

Command = TypeVar("Command", bound=Callable[..., Any])


class NoPasswordError(DashboardError):
    """There is no password: it is read from the terminal, from standard input, or from a file."""


class CampaignsType(click.ParamType[frozenset[int] | str]):
    """Ids with commas between, or `all`, which is None."""

    name = "ids"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> frozenset[int] | str:
        """The ids, or ALL."""
        if value == ALL:
            return ALL
        parts = str(value).split(",")
        if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
            self.fail(f"{value!r} is no list of ids such as 1,2, nor {ALL!r}.", param, ctx)
        return frozenset(map(int, parts))


campaigns = click.option(
    "--campaigns",
    type=CampaignsType(),
    help=f"Ids of the only campaigns to be seen, as 1,2; {ALL!r} for all.",
)
password_file = click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="Take the password from the first line of a file, - for standard input.",
)


def role(roles: Iterable[Role]) -> Callable[[Command], Command]:
    """The option that chooses one of some roles."""
    return click.option(
        "--role", required=True, type=click.Choice([one.value for one in roles]), help="What for."
    )


def limit(given: frozenset[int] | str | None) -> frozenset[int] | None:
    """The campaigns of somebody new: all of them unless some are named."""
    return given if isinstance(given, frozenset) else None


def read_password(file: Path | None) -> str:
    """The password: from a file, from the terminal, or from standard input. It is never an
    argument, which others on the machine could read. Raises NoPasswordError."""
    if file is None and sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    if file is None or str(file) == "-":
        line = sys.stdin.readline(LONGEST_BYTES * 2)
    else:
        with file.open(encoding="utf-8", errors="strict") as opened:
            line = opened.readline(LONGEST_BYTES * 2)
    password = line.rstrip("\r\n")
    if not password:
        raise NoPasswordError
    return password
