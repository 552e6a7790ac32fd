"""Processes that are killed at any of their steps."""

import multiprocessing
import os
import signal
from collections.abc import Callable

from sqlalchemy import Engine, event

Step = Callable[..., None]


def killed_after(engine: Engine, survives: int) -> Step:
    """Kill this process at the statement or commit after so many; the step to call for others."""
    left = iter(range(survives))

    def step(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", step)
    event.listen(engine, "commit", step)
    return step


def forked(engine: Engine, work: Callable[..., None], *given: object) -> int | None:
    """Have a fork of this process work to its end; its exit code."""
    engine.dispose()
    process = multiprocessing.get_context("fork").Process(target=work, args=given)
    process.start()
    process.join()
    return process.exitcode
