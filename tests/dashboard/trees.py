"""What stands in a tree of Dash components."""

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component


def components(tree: Any) -> Iterator[Component]:
    """Every component, the root first."""
    if isinstance(tree, Component):
        yield tree
        yield from components(getattr(tree, "children", None))
    elif isinstance(tree, list | tuple):
        for child in tree:
            yield from components(child)


def values(tree: Any, prop: str) -> list[Any]:
    """The values of a property, wherever it is set."""
    found = (component.to_plotly_json()["props"].get(prop) for component in components(tree))
    return [value for value in found if value is not None]
