"""A deadline that the client keeps itself: a frozen server keeps none."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Timer

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from data.domain.errors import DeadlineError
from data.log_tail.tail import LogTail


@contextmanager
def deadline(tail: LogTail, connection: Connection, seconds: float) -> Iterator[None]:
    """Cut the connection when the body takes longer; then raises DeadlineError."""
    expired = Event()

    def expire() -> None:
        expired.set()
        tail.cut(connection)

    timer = Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        yield
    except DBAPIError as error:
        if expired.is_set():
            raise DeadlineError(f"The database did not answer within {seconds:g} s.") from error
        raise
    finally:
        timer.cancel()
