"""What is installed is not older than what is known to be safe."""

import re
import sqlite3
from importlib.metadata import version

import pytest

from data.doctor import SAFE_SQLITE, sqlite_warning
from tests.security.house import House
from tests.server import ROOT

FLOORS = {"dash": (4, 4, 1), "flask": (3, 1, 3), "werkzeug": (3, 1, 6)}
PLOTLY_JS = (2, 25, 2)
LIBRARY = re.compile(r"plotly-\w+-([\d.]+)\.min\.js")


def numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)[:3]))


@pytest.mark.parametrize("name", FLOORS)
def test_what_is_installed_is_pinned_and_recent_enough(name: str) -> None:
    pins = dict(re.findall(r"(?m)^([\w-]+)==([\d.]+)", (ROOT / "requirements.txt").read_text()))
    assert numbers(pins[name]) >= FLOORS[name]
    assert pins[name] == version(name)


def test_the_charts_library_is_recent_enough() -> None:
    named = LIBRARY.findall((ROOT / "assets/js/plotly.js").read_text())
    assert named
    for text in named:
        assert numbers(text) >= PLOTLY_JS
    files = [path.name for path in (ROOT / "assets/vendor").glob("plotly-*.js")]
    assert {numbers(name) for name in named} == {
        numbers(found[1]) for name in files if (found := LIBRARY.fullmatch(name))
    }


def test_an_old_sqlite_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    assert SAFE_SQLITE == (3, 51, 3)
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.51.2")
    assert "3.51.3 or later" in sqlite_warning()
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.51.3")
    assert sqlite_warning() == ""


def test_the_program_tells_of_it_while_it_serves(house: House) -> None:
    warnings = house.server.get("/readyz")["warnings"]
    assert bool(warnings) == bool(sqlite_warning())
    assert all(sqlite3.sqlite_version in warning for warning in warnings)
