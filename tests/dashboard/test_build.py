"""The name of the version that is served."""

from pathlib import Path

import pytest

from dashboard import build as module


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small house with one file of each kind."""
    for path in ("assets/js/wall.js", "assets/10.css", "dashboard/pages/wall.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("one")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path


def name() -> str:
    module.build.cache_clear()
    found = module.build()
    module.build.cache_clear()
    return found


def test_the_same_files_have_the_same_name(root: Path) -> None:
    assert name() == name()
    assert len(name()) == 12


@pytest.mark.parametrize("path", ["assets/js/wall.js", "assets/10.css", "dashboard/pages/wall.py"])
def test_another_file_is_another_version(root: Path, path: str) -> None:
    before = name()
    (root / path).write_text("two")
    assert name() != before


def test_a_file_that_moves_is_another_version(root: Path) -> None:
    before = name()
    (root / "assets/10.css").rename(root / "assets/20.css")
    assert name() != before


def test_what_python_leaves_behind_is_none(root: Path) -> None:
    before = name()
    (root / "dashboard/__pycache__").mkdir()
    (root / "dashboard/__pycache__/wall.cpython-311.pyc").write_text("x")
    assert name() == before
