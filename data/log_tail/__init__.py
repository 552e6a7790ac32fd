"""The log's tail: what changed between two instants, exactly. One file per database."""

from sqlalchemy import Engine

from data.log_tail.postgres import PostgresTail
from data.log_tail.sqlite import SqliteTail
from data.log_tail.tail import Condition, LogTail, Reading, cells

__all__ = ["Condition", "LogTail", "Reading", "cells", "tail_for"]


def tail_for(engine: Engine) -> LogTail:
    """The tail of the engine's database."""
    return PostgresTail() if engine.dialect.name == "postgresql" else SqliteTail()
