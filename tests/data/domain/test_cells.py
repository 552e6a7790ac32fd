"""No cell of a file is a formula, and nothing that stood in it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.cells import safe_cell, told_cell

FORMULAS = "=+-@＝＋－＠\t\r\n\0"
SKIPPED = " \u00a0\u2003\"'“”«»\ufeff\u200b"
cells = st.text(st.sampled_from(FORMULAS + SKIPPED + "a1(|") | st.characters())


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+420 123", "-5", "@SUM(1)", "\t=1", "\rx", "\nx", "\0", '  "=cmd|1', "＝1", "'=1",
     "\u00a0＠x", "\ufeff=1", "“=1"],
)  # fmt: skip
def test_what_could_be_a_formula_is_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ada Green", "1 = 1", "o'neil", "'tis", "5-1", "a\n=1", "  "])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@given(cells)
def test_no_cell_begins_a_formula(text: str) -> None:
    cell = safe_cell(text)
    begun = cell.lstrip(SKIPPED.replace("'", "") + " \u3000\u2028")[:1]
    assert begun not in set(FORMULAS)


@given(cells)
def test_nothing_is_lost(text: str) -> None:
    cell = safe_cell(text)
    bare = cell[1:]
    was_given_one = cell.startswith("'") and safe_cell(bare) != bare
    assert (bare if was_given_one else cell) == text


@given(cells)
def test_a_cell_tells_its_text(text: str) -> None:
    assert told_cell(safe_cell(text)) == text
