"""Text in files that spreadsheets open: none of it may be taken for a formula."""

import re

# What makes a cell a formula, its full-width twin, and what some programs skip before it.
_FORMULA = re.compile(r"""[\s"'“”„‚‘’«»\ufeff\u200b-\u200f]*[=+\-@＝＋－＠\t\r\n\0]""")


def safe_cell(text: str) -> str:
    """The text as a cell may hold it: with `'` before what could be taken for a formula.

    Nothing is lost: what begins with `'` and is a formula without it was given one.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def told_cell(cell: str) -> str:
    """The text that `safe_cell` made a cell of."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell, 1) else cell
