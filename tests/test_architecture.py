"""The floors of the house: imports go down only. docs/architecture.md shows the same table."""

import ast
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# From the roof to the ground; what stands in one row may not import its neighbours.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("app",),
    ("dashboard.asgi", "dashboard.server"),
    ("dashboard.shell",),
    ("dashboard.pages", "dashboard.api"),
    ("dashboard.live.stream",),
    ("dashboard.auth",),
    ("dashboard.live.views", "dashboard.live.state"),
    ("dashboard.live.hub", "dashboard.live.alert_slots", "dashboard.live.operation_slots"),
    ("dashboard.live.props",),
    ("dashboard.components",),
    ("dashboard.figures",),
    (
        "dashboard.alert_words",
        "dashboard.audit_words",
        "dashboard.operation_words",
        "dashboard.build",
    ),
    ("dashboard.plurals", "dashboard.courtesy", "dashboard.operation_json"),
    ("dashboard.memory",),
    (
        "dashboard.ids",
        "dashboard.theme",
        "dashboard.formats",
        "dashboard.bundle",
        "dashboard.cache",
    ),
    ("dashboard.visitor", "dashboard.departure"),
    ("dashboard.problems",),
    ("dashboard.language",),
    ("dashboard.texts",),
    ("dashboard.times",),
    ("data.services", "data.doctor", "data.simulator", "data.console"),
    ("data.history.keeper",),
    ("data.reports", "data.history.retention"),
    ("data.alert_desk",),
    ("data.feed", "data.watching", "data.commands", "data.alert_list"),
    ("data.following", "data.departures", "data.operations"),
    ("data.history",),
    ("data.blacklist",),
    ("data.contacts", "data.accounts"),
    (
        "data.checkpoints",
        "data.queries",
        "data.log_tail",
        "data.broker",
        "data.embedded",
        "data.alert_book",
        "data.schedule_book",
        "data.audit_list",
        "data.stuck",
        "data.trespass",
        "data.leases",
        "data.notify",
    ),
    ("data.last_looks",),
    ("data.door",),
    ("data.audit", "data.authority"),
    ("data.clock",),
    ("data.schema", "data.database"),
    ("data.deadline", "data.logs", "data.leash"),
    ("data.settings",),
    ("data.domain",),
)
RANK = {name: rank for rank, row in enumerate(FLOORS) for name in row}
SOURCES = sorted(
    path
    for path in [ROOT / "app.py", *ROOT.glob("data/**/*.py"), *ROOT.glob("dashboard/**/*.py")]
    if "migrations" not in path.parts
)


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def place_of(module: str) -> str | None:
    """The longest name in the table that the module belongs to."""
    parts = module.split(".")
    names = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((name for name in names if name in RANK), None)


@cache
def imports_of(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def test_every_module_has_its_place() -> None:
    homeless = [m for m in map(module_of, SOURCES) if m not in ("data", "dashboard")]
    assert [module for module in homeless if place_of(module) is None and "." in module] == [
        "dashboard.live"
    ]


def climbing(path: Path, imported: Iterable[str]) -> list[str]:
    """The imports of a module that do not go down."""
    own = place_of(module_of(path))
    places = {name: place_of(name) for name in imported}
    return [
        f"{module_of(path)} imports {name}"
        for name, other in places.items()
        if other and own and other != own and RANK[other] <= RANK[own]
    ]


def test_imports_go_down_only() -> None:
    assert [found for path in SOURCES for found in climbing(path, imports_of(path))] == []


def test_an_import_that_goes_up_is_found() -> None:
    path = ROOT / "data" / "feed.py"
    assert climbing(path, ["data.domain.states", "data.log_tail"]) == []
    assert climbing(path, ["dashboard.ids"]) == ["data.feed imports dashboard.ids"]
    assert climbing(path, ["data.watching.Watch"]) == ["data.feed imports data.watching.Watch"]


def test_data_knows_nothing_of_the_screen() -> None:
    for path in (source for source in SOURCES if "data" in source.relative_to(ROOT).parts[:1]):
        tops = {imported.split(".")[0] for imported in imports_of(path)}
        assert not tops & {"dash", "plotly", "flask", "dashboard"}, path


def test_pages_do_not_know_each_other() -> None:
    for path in ROOT.glob("dashboard/pages/[a-z]*.py"):
        imported = {name for name in imports_of(path) if name.startswith("dashboard.pages")}
        assert not imported, path


def test_the_domain_is_pure() -> None:
    for path in ROOT.glob("data/domain/*.py"):
        tops = {imported.split(".")[0] for imported in imports_of(path)} - {"data"}
        assert tops <= set(sys.stdlib_module_names), path
        assert not tops & {"os", "time", "socket", "random", "pathlib", "sqlite3"}, path


def test_the_simulator_knows_only_the_contract() -> None:
    forbidden = ("data.feed", "data.following", "data.log_tail", "data.queries", "dashboard")
    for path in ROOT.glob("data/simulator/*.py"):
        assert not [name for name in imports_of(path) if name.startswith(forbidden)], path
