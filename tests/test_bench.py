"""The benchmark's frame: a part that fails takes nothing of the others along, and is told of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from click.testing import CliRunner

from tests.bench import __main__ as bench
from tests.bench.result import Result


def fine(_: Any) -> Iterator[Result]:
    yield Result("of the fine part", 1.5, "ms", at_most=2)


def failing(_: Any) -> Iterator[Result]:
    yield Result("of the failing part", 2.5, "ms", at_most=2)
    raise TimeoutError("the peer's page was not drawn\nand more")


@contextmanager
def nothing(_: bool) -> Iterator[None]:
    yield


def test_a_part_that_fails_keeps_what_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "PARTS", {"failing": failing, "fine": fine})
    monkeypatch.setattr(bench, "workbench", nothing)
    monkeypatch.setattr(bench, "machine", lambda _: {})
    ended = CliRunner().invoke(bench.main, [])
    assert ended.exit_code == 1
    assert [line.split("  ")[0] for line in ended.stdout.splitlines()] == [
        "What",
        "of the failing part",
        "of the fine part",
        "Not measured: failing: TimeoutError: the peer's page was not drawn",
    ]
    monkeypatch.setattr(bench, "PARTS", {"fine": fine})
    assert CliRunner().invoke(bench.main, []).exit_code == 0
