"""Small words of JSON Schema, with which the API is described."""

from collections.abc import Collection, Mapping
from typing import Any

Schema = Mapping[str, Any]

LARGEST_ID = 2**63 - 1
# A line of text as a query or a header can carry it.
LINE = r"^[^\x00-\x1f\x7f]*$"


def text(about: str = "", *, most: int | None = None, example: str | None = None) -> Schema:
    """A text; with `most` one line of so many characters at most."""
    limits = {} if most is None else {"maxLength": most, "pattern": LINE}
    return _said({"type": "string", **limits}, about, example)


def whole(
    about: str = "", least: int = 0, most: int = LARGEST_ID, example: int | None = None
) -> Schema:
    """A whole number."""
    return _said({"type": "integer", "minimum": least, "maximum": most}, about, example)


def id_(about: str = "", example: int = 1) -> Schema:
    """The id of a row."""
    return whole(about, 1, example=example)


def number(about: str = "") -> Schema:
    """A number that need not be whole."""
    return _said({"type": "number"}, about)


def yes_or_no(about: str = "") -> Schema:
    """True or false."""
    return _said({"type": "boolean"}, about)


def choice(values: Collection[str], about: str = "") -> Schema:
    """One of some words."""
    return _said({"type": "string", "enum": list(values)}, about)


def moment(about: str = "") -> Schema:
    """An instant in UTC."""
    return _said({"type": "string", "format": "date-time"}, about, "2030-01-31T14:00:00.000Z")


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    allowed = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return dict(schema) | {"type": [schema["type"], "null"]} | allowed


def many(schema: Schema, *, least: int = 0, most: int | None = None, about: str = "") -> Schema:
    """An array."""
    limits = ({"minItems": least} if least else {}) | ({} if most is None else {"maxItems": most})
    return _said({"type": "array", "items": schema, **limits}, about)


def row(fields: Mapping[str, Schema], needed: Collection[str] | None = None) -> Schema:
    """An object with these fields and no others; all of them are there unless `needed` names
    fewer."""
    required = list(fields if needed is None else needed)
    return {
        "type": "object",
        "properties": dict(fields),
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def table(schema: Schema, about: str = "") -> Schema:
    """An object whose names are not fixed, and whose values are all alike."""
    return _said({"type": "object", "additionalProperties": schema}, about)


def ref(name: str) -> Schema:
    """A schema that has a name of its own."""
    return {"$ref": f"#/components/schemas/{name}"}


def _said(schema: dict[str, Any], about: str, example: Any = None) -> Schema:
    words = {"description": about} if about else {}
    return schema | words | ({} if example is None else {"examples": [example]})
