"""Faults that are planted for the tests to find: the right ones, and only where they fit."""

import ast

import pytest

from tests.mutations.faults import Fault, chosen, faults_of

SOURCE = """def end(calls: list, most: int) -> bool:
    # Žádné znaky navíc
    if not calls or len(calls) - 1 > most:
        audit.append("konec", calls)
        log.info("ended")
    return most is None
"""


def test_each_fault_is_one_change() -> None:
    found = {(fault.line, fault.kind): fault.new for fault in faults_of("data/x.py", SOURCE)}
    assert found == {
        (3, "dropped condition"): "(len(calls) - 1 > most)",
        (3, "dropped not"): "(calls)",
        (3, "flipped comparison"): "(len(calls) - 1 >= most)",
        (3, "off by one"): "(len(calls) - 2)",
        (4, "skipped call"): "pass",
        (6, "flipped comparison"): "(most is not None)",
    }


def test_a_planted_fault_changes_its_place_alone() -> None:
    faults = {fault.kind: fault for fault in faults_of("data/x.py", SOURCE) if fault.line != 6}
    planted = faults["skipped call"].planted(SOURCE)
    assert planted == SOURCE.replace('audit.append("konec", calls)', "pass")
    for fault in faults.values():
        assert ast.dump(ast.parse(fault.planted(SOURCE))) != ast.dump(ast.parse(SOURCE))
        with pytest.raises(ValueError, match=fault.kind):
            fault.planted("x" * len(SOURCE))


def test_the_choice_is_by_the_seed_and_one_a_line() -> None:
    faults = [Fault("data/x.py", n // 2, n, n + 1, "off by one", "1", "2") for n in range(60)]
    some = chosen(faults, 9, 14)
    assert some == chosen(list(faults), 9, 14) != chosen(faults, 9, 15)
    assert len({fault.line for fault in some}) == len(some) == 9
