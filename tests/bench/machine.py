"""The machine that a run was made on: what matters for the figures, and no names."""

import os
import platform
import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import psutil
from sqlalchemy import text

from data.database import open_engine
from tests.bench.databases import POSTGRES
from tests.bench.workbench import Workbench
from tests.browser import chromium

_CPU_INFO = Path("/proc/cpuinfo")


def machine(bench: Workbench) -> Mapping[str, str]:
    """Its parts and their versions."""
    with chromium() as browser:
        version = browser.version
    return {
        "Cores": f"{os.cpu_count()}, {_processor()}; everything runs on them, the measuring too",
        "Memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "System": f"{platform.system()} {platform.release().split('-')[0]}",
        "Python": platform.python_version(),
        "PostgreSQL": _postgres(bench),
        "SQLite": sqlite3.sqlite_version,
        "Chromium": f"{version}, headless, without a GPU",
    }


def _processor() -> str:
    found = re.search(r"^model name\s*: (.+)$", _CPU_INFO.read_text(), re.M)
    return found[1] if found else platform.machine()


def _postgres(bench: Workbench) -> str:
    engine = open_engine(bench.databases.fresh(POSTGRES, 0))
    with engine.connect() as connection:
        version = connection.execute(text("SHOW server_version")).scalar_one()
    engine.dispose()
    return str(version)
