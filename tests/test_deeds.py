"""Whatever writes for a person goes through the one door: read in the code itself, so that a deed
that is added without it fails here."""

import ast
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = sorted(ROOT.glob("data/commands/[a-z]*.py"))
SCREENS = sorted(ROOT.glob("dashboard/**/*.py"))
UNSAFE = {"post", "put", "patch", "delete"}
OWN_WAYS = {"begin", "connect", "begin_nested", "execution_options", "raw_connection"}
WRITING = {"insert", "update", "delete", "text"}
# Unsafe routes that lead elsewhere: at them there is nobody yet whose role could be asked, or
# nothing is done but one's own session. Each writes its own entry, or nothing of the campaigns.
BESIDE = {
    "dashboard/auth/login.py": {"begin", "logout"},
    "dashboard/auth/walls.py": {"come_in", "heard"},
    "dashboard/api/handover.py": {"look"},
}


def name_of(node: ast.expr) -> str:
    """`through` of `through(…)` and of `door.through(…)`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def called(node: ast.AST) -> set[str]:
    """The names of all that is called within a piece of source, or handed on by name."""
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    handed = [given for call in calls for given in call.args if isinstance(given, ast.Name)]
    return {name_of(call.func) for call in calls} | {given.id for given in handed}


def opened(tree: ast.AST) -> set[str]:
    """Ways of its own to a transaction: `writing(…)`, and what is called of an engine."""
    calls = [one.func for one in ast.walk(tree) if isinstance(one, ast.Call)]
    own = {
        func.attr
        for func in calls
        if isinstance(func, ast.Attribute) and name_of(func.value) in ("engine", "connection")
    }
    return (own & OWN_WAYS) | ({name_of(func) for func in calls} & {"writing"})


def functions(nodes: Iterable[ast.AST]) -> dict[str, ast.FunctionDef]:
    return {one.name: one for one in nodes if isinstance(one, ast.FunctionDef)}


def reached(
    start: ast.AST, names: Callable[[ast.AST], set[str]], known: dict[str, ast.FunctionDef]
) -> set[str]:
    """All that a piece of source names, by way of functions of its module too."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        for name in names(ahead.pop()) - seen:
            seen.add(name)
            if name in known:
                ahead.append(known[name])
    return seen


def takes_engine(function: ast.FunctionDef) -> bool:
    return "engine" in {argument.arg for argument in function.args.args}


def deeds(source: str) -> Iterator[tuple[str, set[str]]]:
    """Each public function that is given a whole database, and what it reaches."""
    known = functions(ast.parse(source).body)
    for name, function in known.items():
        if not name.startswith("_") and takes_engine(function):
            yield name, reached(function, called, known)


def strays(source: str) -> list[str]:
    """Deeds that neither go through the door nor only read, and whatever opens a way of its own."""
    tree = ast.parse(source)
    # Other commands are looked at in their own file.
    leads = {"through", "reading"} | commands(tree)
    found = [name for name, reaches in deeds(source) if not reaches & leads]
    ways = [f"{one} beside the door" for one in sorted(opened(tree))]
    return found + ways


def test_there_are_deeds_to_look_at() -> None:
    names = {name for path in COMMANDS for name, _ in deeds(path.read_text())}
    assert {"acknowledge", "snooze", "unacknowledge", "export"} <= names


def test_every_deed_goes_through_the_door() -> None:
    found = {path.stem: strays(path.read_text()) for path in COMMANDS}
    assert {name: strays for name, strays in found.items() if strays} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def end(engine, id):\n    engine.x(id)", ["end"]),
        ("def end(engine):\n    with writing(engine) as c: c.execute(1)",
         ["end", "writing beside the door"]),
        ("def end(engine):\n    through(engine)\n    engine.begin()", ["begin beside the door"]),
        ("def end(engine):\n    return _a(engine)\ndef _a(engine):\n    door.through(1)", []),
        ("def look(engine):\n    with reading(engine) as c: pass", []),
        ("def _own(engine):\n    pass", []),
    ],
)  # fmt: skip
def test_a_deed_beside_the_door_is_found(source: str, found: list[str]) -> None:
    assert strays(source) == found


def imports(tree: ast.Module) -> dict[str, str]:
    """What each imported name of a module stands for."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def commands(tree: ast.Module) -> set[str]:
    """The names by which a module calls commands."""
    return {name for name, whole in imports(tree).items() if whole.startswith("data.commands.")}


def is_unsafe(decorator: ast.expr) -> bool:
    """`@app.post(…)` and the like, and `@app.route(…, methods=[…])`."""
    if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
        return False
    methods = {
        str(one.value).lower()
        for keyword in decorator.keywords
        if keyword.arg == "methods"
        for one in ast.walk(keyword.value)
        if isinstance(one, ast.Constant)
    }
    return bool(({decorator.func.attr} | methods) & UNSAFE)


def unsafe_views(tree: ast.Module) -> list[ast.FunctionDef]:
    views = functions(ast.walk(tree)).values()
    return [view for view in views if any(map(is_unsafe, view.decorator_list))]


def names_in(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def deeds_of(view: ast.FunctionDef, tree: ast.Module) -> set[str]:
    """The commands that a view names, itself or by way of functions of its module."""
    return reached(view, names_in, functions(ast.walk(tree))) & commands(tree)


def without_a_deed(tree: ast.Module) -> set[str]:
    """The unsafe views that lead to no command."""
    return {view.name for view in unsafe_views(tree) if not deeds_of(view, tree)}


def own_writes(tree: ast.Module) -> set[str]:
    """The ways to write to the database that a module has by itself."""
    imported = imports(tree)
    statements = {name for name, whole in imported.items() if whole.startswith("sqlalchemy.")}
    options = {
        f"execution_options({keyword.arg})"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node.func) == "execution_options"
        for keyword in node.keywords
        if keyword.arg == "write"
    }
    door = {"writing"} & (called(tree) | set(imported))
    return (statements & WRITING) | options | door


def test_every_unsafe_route_leads_to_a_deed() -> None:
    found = {path.relative_to(ROOT).as_posix(): without_a_deed(tree) for path, tree in screens()}
    assert {path: views for path, views in found.items() if views} == BESIDE


def test_no_screen_writes_by_itself() -> None:
    found = {path.relative_to(ROOT).as_posix(): own_writes(tree) for path, tree in screens()}
    assert {path: ways for path, ways in found.items() if ways} == {}


def screens() -> Iterator[tuple[Path, ast.Module]]:
    return ((path, ast.parse(path.read_text())) for path in SCREENS)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from sqlalchemy import update", {"update"}),
        ("from data.door import writing", {"writing"}),
        ("def end(door): door.writing(1)", {"writing"}),
        ("def end(e): e.execution_options(write=True)", {"execution_options(write)"}),
        ("from sqlalchemy import select", set()),
    ],
)
def test_a_screen_that_writes_is_found(source: str, found: set[str]) -> None:
    assert own_writes(ast.parse(source)) == found


def test_an_unsafe_route_without_a_deed_is_found() -> None:
    source = "@app.post('/x')\ndef end():\n    return helper()\ndef helper():\n    return 1"
    (view,) = unsafe_views(tree := ast.parse(source))
    assert deeds_of(view, tree) == set()
    assert unsafe_views(ast.parse("@app.route('/x', methods=['DELETE'])\ndef end(): pass"))
    assert not unsafe_views(ast.parse("@app.get('/x')\ndef look(): pass"))
    source = "from data.commands import alerts as deeds\n" + source.replace("1", "deeds.end()")
    (view,) = unsafe_views(tree := ast.parse(source))
    assert deeds_of(view, tree) == {"deeds"}
