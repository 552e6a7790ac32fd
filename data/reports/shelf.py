"""The folder of files that were written by themselves. A file is there whole or not at all."""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from data import schedule_book
from data.database import reading
from data.domain.schedule import ATTACHED_BYTES, file_name
from data.notify.apprise import Attached, Message

UNFINISHED = ".part"


class Shelf:
    """Files of a database below a folder that several may share, each under a name that the program
    made: the id of its run, a hyphen, and what tells one try from another."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._shared = folder

    @cached_property
    def _folder(self) -> Path:
        with reading(self._engine) as connection:
            return self._shared / schedule_book.database_of(connection)

    def path(self, name: str) -> Path:
        """Where a file stands."""
        return self._folder / name

    def keep(self, name: str, chunks: Iterable[bytes]) -> int:
        """Write a file, and give its size. It has its name only once all of it is on the disk.

        Raises OSError, and what `chunks` raises; nothing is left of it then.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self.path(name + UNFINISHED)
        try:
            size = _write(part, chunks)
            part.rename(self.path(name))
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        self._settle()
        return size

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        self.path(name).unlink(missing_ok=True)

    def clear(self, run_id: int) -> None:
        """Take away what former tries of a run have left."""
        for left in self._folder.glob(f"{run_id}-*"):
            left.unlink(missing_ok=True)

    def attached(self, message: Message) -> Attached | None:
        """The file that goes along with a message, where it is there and small."""
        with reading(self._engine) as connection:
            run = schedule_book.run_with_id(connection, message["report"]["id"])
            schedule = schedule_book.with_id(connection, run.schedule_id)
        if run.file is None or (run.size or 0) > ATTACHED_BYTES:
            return None
        path = self.path(run.file)
        return Attached(path, file_name(schedule, run)) if path.is_file() else None

    def _settle(self) -> None:
        """The name too has to outlive a power cut."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _write(part: Path, chunks: Iterable[bytes]) -> int:
    with part.open("xb") as file:
        size = sum(map(file.write, chunks))
        file.flush()
        os.fsync(file.fileno())
    return size
