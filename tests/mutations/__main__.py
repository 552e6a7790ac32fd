"""Plants one-line faults in a copy of the product and sees whether tests of `make test` find them.

`python -m tests.mutations` plants 30 and ends with 1 where fewer than 28 are found.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutations.faults import Fault, chosen, faults_of

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 2
HANG_SECONDS = 60  # then a test counts as hanging, and the fault as found
SECONDS = 900
FOUND = (1, 2, 70)  # failed, could not be imported, a log that holds what none may
MOST_SURVIVORS = 2
SEED = 14
_LEFT_OUT = (".git", ".venv", "var", "output", "node_modules", "__pycache__", ".*_cache", ".hypo*")


@dataclass(frozen=True, slots=True)
class Area:
    """Sources that faults are planted in, how many, and the tests that have to find them."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]
    count: int


# Within an area, what finds most comes first: a run ends with the first failure.
AREAS = (
    Area(
        ("data/feed.py", "data/following.py", "data/checkpoints.py", "data/log_tail/*.py",
         "data/domain/snapshot.py"),
        ("tests/data/test_feed.py", "tests/data/exactness", "tests/data/domain/test_snapshot.py",
         "tests/data/test_file_replaced.py", "tests/data/domain",
         "tests/dashboard/api/test_api.py"),
        7,
    ),
    Area(
        ("dashboard/live/hub.py",),
        ("tests/dashboard/live", "tests/dashboard/api/test_api.py"),
        2,
    ),
    Area(
        ("data/operations/*.py",),
        ("tests/data/operations", "tests/dashboard/api/test_deeds.py"),
        8,
    ),
    Area(
        ("data/audit.py", "data/door.py"),
        ("tests/data/test_audit.py", "tests/data/test_door.py", "tests/data/test_audit_list.py",
         "tests/data/commands"),
        5,
    ),
    Area(
        ("dashboard/auth/*.py",),
        ("tests/dashboard/auth", "tests/security/test_login.py", "tests/security/test_callbacks.py",
         "tests/security/test_streams.py", "tests/security/test_roles.py",
         "tests/live/test_login.py"),
        8,
    ),
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Plant, test, and tell: 0 where enough was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED, help="of the choice (default: 14)")
    seed = parser.parse_args(arguments).seed
    planned = [(area, fault) for area in AREAS for fault in chosen(_faults(area), area.count, seed)]
    with ThreadPoolExecutor(PROCESSES) as pool:
        survived = [
            fault
            for (_, fault), code in zip(planned, pool.map(_tested, planned), strict=True)
            if not _told(fault, code)
        ]
    print(f"{len(planned) - len(survived)} of {len(planned)} faults were found.")
    return int(len(survived) > MOST_SURVIVORS)


def _faults(area: Area) -> list[Fault]:
    paths = sorted({path for pattern in area.sources for path in ROOT.glob(pattern)})
    return [
        fault
        for path in paths
        for fault in faults_of(path.relative_to(ROOT).as_posix(), path.read_text())
    ]


def _tested(planned: tuple[Area, Fault]) -> int:
    """The exit code of the area's tests on a copy with the fault."""
    area, fault = planned
    with _copy() as folder:
        source = folder / fault.path
        source.write_text(fault.planted(source.read_text()))
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not exhaustive", *area.tests]
        done = subprocess.run(
            [*command, "-p", "no:cacheprovider", f"--timeout={HANG_SECONDS}"],
            cwd=folder,
            env=os.environ | {"PYTEST_DEBUG_TEMPROOT": str(folder.parent)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
        return done.returncode


@contextmanager
def _copy() -> Iterator[Path]:
    """The product and its tests, in a folder of their own."""
    with TemporaryDirectory(prefix="mutation-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "main"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*_LEFT_OUT))
        yield copy


def _told(fault: Fault, code: int) -> bool:
    found = code in FOUND
    print(f"{'found   ' if found else f'SURVIVED ({code})'}  {fault}", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
