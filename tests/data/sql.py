"""Plain SQL for the tests: written as a dialer writes it, read back, and listened to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Engine, event, text

T = TypeVar("T")


def execute(engine: Engine, *statements: str, **values: Any) -> Any:
    """Run statements in one transaction; the first value that the last one returns."""
    with engine.execution_options(write=True).begin() as connection:
        *_, result = [connection.execute(text(statement), values) for statement in statements]
        return result.scalar() if result.returns_rows else None


def one(engine: Engine, query: str, **values: Any) -> Any:
    """The only value that a query finds."""
    with engine.connect() as connection:
        return connection.execute(text(query), values).scalar_one()


def rows(engine: Engine, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """All rows that a query finds."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query), values)]


def read(engine: Engine, function: Callable[..., T], *given: Any, **named: Any) -> T:
    """What a function of the program reads over a connection of its own."""
    with engine.connect() as connection:
        return function(connection, *given, **named)


@contextmanager
def executed(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The statements that an engine executes within the block, each with its values."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        seen.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
