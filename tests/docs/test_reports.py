"""docs/reports.md says how files are read, and how their hashes come about."""

import csv
import hashlib
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from data.domain.report import Format, Kind
from tests.data.reports.fake import COLUMNS, ROWS, written

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text()


def test_the_lines_for_programs_read_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (lines,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)
    (tmp_path / "moves.csv").write_bytes(written(Format.CSV, ROWS)[0])
    monkeypatch.chdir(tmp_path)
    found: dict[str, Any] = {"csv": csv, "open": _reading}
    exec(lines, found)
    assert [row[0] for row in found["rows"]] == ["No.", "1", "2", "3"]
    assert {len(row) for row in found["rows"]} == {len(COLUMNS)}


def _reading(name: str, encoding: str, newline: str) -> list[str]:
    return Path(name).read_bytes().decode(encoding).splitlines(keepends=True)


def test_hashes_come_about_as_it_says() -> None:
    told = json.loads(written(Format.JSON, ROWS)[0])
    manifest = told["manifest"]
    for place, column in enumerate(told["columns"]):
        plain = [_plain(row[place], column["kind"]) for row in told["rows"]]
        text = "".join(f"{json.dumps(value, ensure_ascii=False)}, " for value in plain)
        assert hashlib.sha256(text.encode()).hexdigest() == manifest["columns"][column["key"]]
    assert _hash(manifest["columns"]) == manifest["hash"]
    seal = manifest.pop("seal")
    assert _hash(manifest) == seal
    fields = set(re.findall(r"`(\w+)`", PAGE[PAGE.index("## The manifest") :]))
    assert set(manifest) | set(manifest["question"]) <= fields


def _plain(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == Kind.INSTANT:
        return round(1000 * datetime.fromisoformat(value).timestamp())
    return f"{value:.6f}" if kind in (Kind.RATE, Kind.NUMBER, Kind.SECONDS) else value


def _hash(values: Any) -> str:
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()
