"""Run a command that ends when its parent does, however that ends: `python leash.py COMMAND…`."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def tie_to_parent(parent: int) -> None:
    """Have the kernel send this process SIGTERM once its parent, whose pid is given, is gone.

    Only Linux can; elsewhere nothing happens.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it was gone before the kernel knew
            sys.exit(1)


def leashed(*command: str) -> list[str]:
    """The command line that runs `command` on a leash held by this process."""
    return [sys.executable, "-S", __file__, str(os.getpid()), *command]


if __name__ == "__main__":
    tie_to_parent(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])
