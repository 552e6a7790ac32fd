"""The README stays true: its commands exist, its settings are the program's."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import cli
from data.settings import Settings
from tests.server import ROOT

README = (ROOT / "README.md").read_text()
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def test_every_setting_is_in_the_table_with_its_default() -> None:
    rows = {name: default for name, default, _ in ROW.findall(README)}
    assert set(rows) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        shown = rows[name.upper()]
        if shown.startswith("`") and name != "var_dir":
            assert shown.strip("`") == str(field.default), name
        else:
            assert name == "var_dir" or field.default == "", name


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"`?make ([a-z-]+)", README))
    assert named == {"demo", "check", "test", "test-all", "lint", "bench"}
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in named)


def test_every_command_that_is_named_exists() -> None:
    named = set(re.findall(r"app\.py ([a-z]+)", README))
    assert named == {
        "migrate", "serve", "doctor", "user", "token", "wall", "audit", "retention", "report",
    }  # fmt: skip
    for command in named:
        assert CliRunner().invoke(cli, [command, "--help"]).exit_code == 0, command


@pytest.mark.parametrize(
    "page", ["README.md", "docs/architecture.md", "docs/dialers.md", "docs/testing.md"]
)
def test_every_link_leads_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", path.read_text()):
        assert (path.parent / target).exists(), target


def test_the_map_of_the_house_names_what_there_is() -> None:
    text = "".join(
        (ROOT / "docs" / f"{page}.md").read_text() for page in ("architecture", "testing")
    )
    for name in re.findall(r"`((?:data|dashboard|assets|tests)/[\w/.]+)`", text):
        assert (ROOT / name).exists() or (ROOT / Path(name)).is_dir(), name


def test_the_gate_does_what_the_readme_says() -> None:
    gate = (ROOT / ".ci" / "run").read_text()
    assert [line for line in gate.splitlines() if line.startswith("make")] == [
        "make lint",
        "make test",
    ]
