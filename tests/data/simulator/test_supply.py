"""How a campaign is called that follows another."""

import pytest

from data.simulator.supply import next_name


@pytest.mark.parametrize(
    ("name", "following"),
    [
        ("Spring", "Spring 2"),
        ("Spring 2", "Spring 3"),
        ("Spring 9", "Spring 10"),
        ("Route66", "Route66 2"),
    ],
)
def test_names_are_numbered(name: str, following: str) -> None:
    assert next_name(name) == following
