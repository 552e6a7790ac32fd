"""The program: settings → services → application → server, and the command line."""

import errno
import os
import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from sqlalchemy.exc import SQLAlchemyError

from data.domain.errors import DashboardError, SettingError, reason_of

if TYPE_CHECKING:
    from data.settings import Settings

END_SECONDS = 3
ROOT = Path(__file__).resolve().parent
# Imported when they are asked for: whoever waits for a report waits for nothing else.
GROUPS: Mapping[str, str] = {
    "user": "data.console.users",
    "token": "data.console.tokens",
    "wall": "data.console.walls",
    "audit": "data.console.audit",
    "retention": "data.console.retention",
    "report": "data.console.report",
}


class Program(click.Group):
    """Serves when no command is given; turns what goes wrong into one line and an exit code."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted([*super().list_commands(context), *GROUPS])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of a name."""
        if name not in GROUPS:
            return super().get_command(context, name)
        group: click.Command = getattr(import_module(GROUPS[name]), name)
        return group

    def invoke(self, context: click.Context) -> Any:
        """Run the command: 0 done, 1 failed, 2 wrong arguments or settings."""
        try:
            return super().invoke(context)
        except SettingError as error:
            _give_up(error, 2)
        except (DashboardError, SQLAlchemyError, OSError) as error:
            _give_up(error, 1)


@contextmanager
def _spoken(language: str) -> Iterator[Callable[..., str]]:
    """What puts texts of reports into a language."""
    from dashboard.texts import speaking, t

    with speaking(language):
        yield t


@click.group(cls=Program, invoke_without_command=True, context_settings={"obj": _spoken})
@click.pass_context
def cli(context: click.Context) -> None:
    """The supervisor dashboard for outbound telephone campaigns. Without a command: serve."""
    if context.invoked_subcommand is None:
        context.invoke(serve)


@cli.command()
def serve() -> None:
    """Serve the dashboard: on DATABASE_URL and REDIS_URL where given, else on embedded parts."""
    from data.console.opening import check_host, prepare

    settings = prepare()
    check_host(settings)
    _serve(settings, _listen(settings))


@cli.command()
@click.option("--fresh", is_flag=True, help="Start over: forget what earlier demos wrote.")
@click.option(
    "--speed",
    default=10.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True),
    help="How much faster than life.",
)
@click.option("--seed", default=1, show_default=True, help="Of the simulated dialer's chance.")
def demo(fresh: bool, speed: float, seed: int) -> None:
    """Serve example campaigns, played by a simulated dialer in a process of its own."""
    from data.commands.access import add_demo_users
    from data.console.opening import console_actor, opened
    from data.settings import load
    from data.simulator.examples import seed_examples

    settings = load()
    if not settings.is_local:
        raise SettingError(f"HOST={settings.host!r}: the demo's passwords are for loopback only")
    listener = _listen(settings)
    if fresh:
        _forget(settings)
    with opened() as engine:
        seed_examples(engine, random.Random(seed))
        add_demo_users(engine, console_actor())
    _serve(settings, listener, ["simulate", "--speed", str(speed), "--seed", str(seed)])


@cli.command()
@click.option(
    "--speed",
    default=1.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="How much faster than life; 0 replays without a pause.",
)
@click.option("--seed", default=1, show_default=True, help="Of the simulated dialer's chance.")
@click.option(
    "--replay",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Play a recorded campaign from a CSV: row, attempts, talk_seconds, subscribed.",
)
def simulate(speed: float, seed: int, replay: Path | None) -> None:
    """Play a dialer against DATABASE_URL and REDIS_URL, as a real one would."""
    from data import logs
    from data.settings import load
    from data.simulator.play import play
    from data.simulator.replay import replay as play_back

    settings = load()
    logs.configure(settings)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if replay is None:
        play(settings.database, settings.redis_url, speed=speed, seed=seed, stop=stop)
    else:
        campaign = play_back(
            settings.database, settings.redis_url, replay, speed=speed, seed=seed, stop=stop
        )
        click.echo(f"Replayed as campaign {campaign}.")


@cli.command()
def migrate() -> None:
    """Bring the database to this version's tables and triggers."""
    from data.console.opening import bring_up
    from data.settings import load

    click.echo(f"The database is at revision {bring_up(load())}.")


@cli.command()
def doctor() -> None:
    """Check settings, database, migrations, triggers, history, clock and Redis. Exit 1 if any
    fails."""
    from data.doctor import examine
    from data.settings import load

    findings = examine(load())
    for finding in findings:
        click.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.subject}: {finding.detail}")
    sys.exit(0 if all(finding.ok for finding in findings) else 1)


def _forget(settings: "Settings") -> None:
    """Remove what earlier demos wrote, and nothing else that may stand there."""
    from data.settings import DATABASE_FILE

    if settings.database_url:
        raise SettingError("DATABASE_URL is given: --fresh only empties a database of our own")
    for file in settings.var_dir.glob(f"{DATABASE_FILE}*"):
        file.unlink()


def _give_up(error: Exception, code: int) -> NoReturn:
    click.echo(f"Error: {reason_of(error)}", err=True)
    sys.exit(code)


def _listen(settings: "Settings") -> socket.socket:
    """The listening socket, taken first of all, so that a taken port is said at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise SettingError(f"HOST={settings.host!r}: {error.strerror}") from None
        raise DashboardError(f"PORT={settings.port}: {error.strerror}. Try another port.") from None
    return listener


def _serve(settings: "Settings", listener: socket.socket, beside: list[str] | None = None) -> None:
    """Serve until a signal comes; `beside` is a command of ours to run as a second process."""
    from dashboard.asgi import create_asgi
    from dashboard.live.hub import Hub
    from dashboard.server import run
    from dashboard.shell import create_app
    from data import services

    parts = services.build(settings)
    companion: subprocess.Popen[bytes] | None = None
    try:
        hub = Hub(parts.feed, parts.alerts, parts.operations)
        application = create_asgi(create_app(parts), parts, hub)
        companion = _start(beside, settings, parts.redis_url) if beside else None
        parts.start()
        click.echo(f"The dashboard is at {settings.address}")
        click.echo(_who_may_enter(parts.directory.is_open, is_demo=beside is not None))
        run(application, hub, listener)
    finally:
        _end(companion)
        parts.stop()


def _who_may_enter(is_open: bool, *, is_demo: bool) -> str:
    if is_open:
        return "No account yet: whoever is on this machine is an administrator (app.py user add)."
    if is_demo:
        return "Sign in as supervisor, manager or admin; the password is demo."
    return "Sign in with an account (app.py user list)."


def _start(command: list[str], settings: "Settings", redis_url: str) -> "subprocess.Popen[bytes]":
    from data.leash import leashed

    environment = os.environ | {"DATABASE_URL": settings.database, "REDIS_URL": redis_url}
    return subprocess.Popen(
        leashed(sys.executable, str(ROOT / "app.py"), *command),
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end(companion: "subprocess.Popen[bytes] | None") -> None:
    if companion is None:
        return
    companion.terminate()
    try:
        companion.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        companion.kill()
        companion.wait()


if __name__ == "__main__":
    cli()
