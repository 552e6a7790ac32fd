"""What a command needs before it can begin: settings, logs, and a database that is ready."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from data import logs
from data.accounts import users
from data.database import open_engine, reading
from data.domain.access import Actor, Means, Role
from data.domain.errors import SchemaError, SettingError
from data.schema import migrate
from data.settings import Settings, load


def prepare() -> Settings:
    """Settings that can be used, logs that go where they say, and a database that is ready.

    Our own database is migrated here; one that was given is only ever migrated on command. Raises
    SettingError and SchemaError.
    """
    settings = load()
    logs.configure(settings)
    settings.make_var_dir()
    if not settings.database_url:
        bring_up(settings)
    with _engine(settings) as engine, engine.connect() as connection:
        if migrate.revision_of(connection) != migrate.newest_revision():
            raise SchemaError
    return settings


def bring_up(settings: Settings) -> str:
    """Migrate the database. Gives its revision."""
    with _engine(settings) as engine:
        return migrate.migrate(engine)


def check_host(settings: Settings) -> None:
    """Without an account whoever reaches the server is an administrator, so none but this machine
    may reach it. Raises SettingError."""
    if settings.is_local:
        return
    with _engine(settings) as engine, reading(engine) as connection:
        if not users.exist(connection):
            raise SettingError(
                f"HOST={settings.host!r}: expected a loopback address while there is no account:"
                " add one with `app.py user add NAME --role admin`"
            )


@contextmanager
def opened() -> Iterator[Engine]:
    """The database of the settings, ready."""
    with _engine(prepare()) as engine:
        yield engine


def console_actor() -> Actor:
    """Whoever sits at the console: beside the database itself, so with all rights."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # an account that the system has no name for
        name = f"user {os.getuid()}"
    return Actor(name, Role.ADMIN, Means.CONSOLE)


@contextmanager
def _engine(settings: Settings) -> Iterator[Engine]:
    engine = open_engine(settings.database)
    try:
        yield engine
    finally:
        engine.dispose()
