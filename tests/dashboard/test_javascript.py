"""The scripts of the pages, tested by their own tests in the Node that Playwright brings along."""

import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

FOLDER = Path(__file__).resolve().parents[1] / "js"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.test.js")), ids=lambda path: path.stem)
def test_script(path: Path) -> None:
    node, _ = compute_driver_executable()
    done = subprocess.run([node, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "fail 0" in done.stdout
