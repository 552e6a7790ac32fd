"""One-line faults for the source of the product: where one can be made, and how the source reads
with it."""

import ast
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_FLIPPED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
# To skip these changes what is logged, waited for or freed, and no answer.
_LOGGED = {"log", "debug", "info", "warning", "error", "exception"}
_HARMLESS = {*_LOGGED, "sleep", "dispose", "close", "join"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A piece of a source, by where it stands, and what takes its place."""

    path: str
    line: int
    start: int  # of the piece, in characters from the beginning of the source
    end: int
    kind: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.kind}: {_short(self.old)} -> {_short(self.new)}"

    def planted(self, source: str) -> str:
        """The source with the fault. Raises ValueError where it is another source."""
        if source[self.start : self.end] != self.old:
            raise ValueError(str(self))
        return source[: self.start] + self.new + source[self.end :]


def faults_of(path: str, source: str) -> list[Fault]:
    """Every fault that can be made in a source."""
    begins = [0]
    for text in source.split("\n"):
        begins.append(begins[-1] + len(text) + 1)
    found = []
    for node in ast.walk(ast.parse(source)):
        for piece, kind, new in _changes(node):
            start = begins[piece.lineno - 1] + _characters(source, begins, piece, "start")
            end = begins[_end_line(piece) - 1] + _characters(source, begins, piece, "end")
            old = source[start:end]
            found.append(Fault(path, piece.lineno, start, end, kind, old, new))
    return found


def chosen(faults: list[Fault], count: int, seed: int) -> list[Fault]:
    """So many of them, by chance, at most one in a line."""
    by_line = {(fault.path, fault.line): fault for fault in _shuffled(faults, seed)}
    return sorted(_shuffled(list(by_line.values()), seed)[:count], key=str)


def _shuffled(faults: list[Fault], seed: int) -> list[Fault]:
    return random.Random(seed).sample(faults, len(faults))


def _changes(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str, str]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        flipped = _FLIPPED.get(type(node.ops[0]))
        if flipped:
            changed = ast.Compare(node.left, [flipped()], node.comparators)
            yield node, "flipped comparison", f"({ast.unparse(changed)})"
    elif isinstance(node, ast.BoolOp):
        rest = node.values[1:]
        kept = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        yield node, "dropped condition", f"({ast.unparse(kept)})"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, "dropped not", f"({ast.unparse(node.operand)})"
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        if isinstance(node.right, ast.Constant) and isinstance(node.right.value, int):
            changed = ast.BinOp(node.left, node.op, ast.Constant(node.right.value + 1))
            yield node, "off by one", f"({ast.unparse(changed)})"
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        called = node.value.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name not in _HARMLESS:
            yield node, "skipped call", "pass"


def _characters(source: str, begins: list[int], piece: ast.expr | ast.stmt, side: str) -> int:
    """A column in characters: the tree counts bytes."""
    line = piece.lineno if side == "start" else _end_line(piece)
    column = piece.col_offset if side == "start" else piece.end_col_offset or 0
    text = source[begins[line - 1] : begins[line] - 1]
    return len(text.encode()[:column].decode())


def _end_line(piece: ast.expr | ast.stmt) -> int:
    return piece.end_lineno or piece.lineno


def _short(text: str) -> str:
    return " ".join(text.split())[:60]
