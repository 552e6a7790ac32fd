"""A deadline that the client keeps itself: a frozen server keeps none."""

import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Timer

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from data.domain.errors import DeadlineError


@contextmanager
def deadline(connection: Connection, seconds: float) -> Iterator[None]:
    """Cut the connection when the body takes longer; then raises DeadlineError."""
    expired = Event()
    driver = connection.connection.dbapi_connection

    def expire() -> None:
        expired.set()
        _cut(driver)

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


def _cut(driver: object) -> None:
    """End whatever the connection waits for. PostgreSQL's socket is shut: a frozen server answers
    neither a timeout nor a request to cancel."""
    if isinstance(driver, sqlite3.Connection):
        driver.interrupt()
    elif isinstance(driver, psycopg.Connection) and not driver.closed:
        with socket.socket(fileno=os.dup(driver.fileno())) as wire:
            wire.shutdown(socket.SHUT_RDWR)
