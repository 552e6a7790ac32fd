"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable
from typing import TypeVar

from tests.server import WAIT_SECONDS

T = TypeVar("T")


def until(found: Callable[[], T], seconds: float = WAIT_SECONDS) -> T:
    """What is found, as soon as it is something."""
    deadline = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return result
