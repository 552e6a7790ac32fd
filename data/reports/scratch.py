"""A private directory for what is too big for memory, gone whatever happens.

A lock says that its maker lives; the system drops it even when the maker is killed. So whoever
makes one first takes away those that nobody locks any more.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "campaign-report-"


@contextmanager
def scratch() -> Iterator[Path]:
    """A directory of one's own for the while, in the system's place for such."""
    _sweep(Path(tempfile.gettempdir()))
    path, lock = _made()
    try:
        yield path
    finally:
        try:
            shutil.rmtree(path, ignore_errors=True)
        finally:  # whoever tells the process to end may have cut that short
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)


def _made() -> tuple[Path, int]:
    while True:
        path = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = _open(path)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists():
            return path, lock
        os.close(lock)  # a sweeper was between the two


def _sweep(place: Path) -> None:
    for path in place.glob(f"{PREFIX}*"):
        try:
            lock = _open(path)
        except OSError:  # another's, gone, or no directory
            continue
        try:
            if os.fstat(lock).st_uid == os.getuid():
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
        except BlockingIOError:  # its maker lives
            continue
        finally:
            os.close(lock)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
