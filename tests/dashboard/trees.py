"""What stands in a tree of Dash components."""

import json
from collections.abc import Iterator
from typing import Any

from dash import html
from dash.development.base_component import Component


def components(tree: Any) -> Iterator[Component]:
    """Every component, the root first."""
    if isinstance(tree, Component):
        yield tree
        yield from components(getattr(tree, "children", None))
        if grown := tree.to_plotly_json()["props"].get("data-tree"):
            yield from components(made(json.loads(grown)))
    elif isinstance(tree, list | tuple):
        for child in tree:
            yield from components(child)


def made(plain: Any) -> Any:
    """What the browser makes of Dash's own JSON."""
    if isinstance(plain, list):
        return [made(child) for child in plain]
    if not isinstance(plain, dict):
        return plain
    props = plain["props"]
    return getattr(html, plain["type"])(made(props.pop("children", None)), **props)


def values(tree: Any, prop: str) -> list[Any]:
    """The values of a property, wherever it is set."""
    found = (component.to_plotly_json()["props"].get(prop) for component in components(tree))
    return [value for value in found if value is not None]
