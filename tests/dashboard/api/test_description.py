"""The description of the API: complete, well-formed, and sent once."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask

from dashboard.api.described import OPERATIONS, SCHEMAS, described
from dashboard.api.described.live import STREAMS
from dashboard.api.description import Operation, Route, document, routes_of
from dashboard.api.schema import row
from data.domain.access import Permission
from tests.dashboard.people import People, application

PATH = "/api/v1/openapi.json"


@pytest.fixture(scope="module")
def app() -> Flask:
    """The application, without any parts behind it."""
    return application(People()).server


@pytest.fixture(scope="module")
def description(app: Flask) -> dict[str, Any]:
    return described(app)


def each(value: Any, name: str) -> Iterator[Any]:
    """Everything that stands under a name, however deep."""
    if isinstance(value, dict):
        yield from ([value[name]] if name in value else [])
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from each(inner, name)


def test_every_route_is_described_and_nothing_else(app: Flask) -> None:
    routes = [*routes_of(app), *STREAMS]
    assert {route.key for route in routes} == set(OPERATIONS)
    assert len({route.name for route in routes}) == len(routes)


def test_a_route_without_a_description_is_missed() -> None:
    with pytest.raises(KeyError, match="GET /api/v1/new"):
        document([Route("GET", "/api/v1/new", "new", None)], {}, {}, {})


def test_every_name_leads_to_a_schema_and_every_schema_is_one(description: dict[str, Any]) -> None:
    named = description["components"]["schemas"]
    assert set(each(description, "$ref")) == {f"#/components/schemas/{name}" for name in named}
    for schema in named.values():
        jsonschema_rs.meta.validate(schema)
    assert set(SCHEMAS) < set(named)


def test_examples_are_what_their_schemas_want(description: dict[str, Any]) -> None:
    bodies = list(each(description["paths"], "requestBody"))
    assert len(bodies) == sum(operation.body is not None for operation in OPERATIONS.values())
    for body in bodies:
        content = body["content"]["application/json"]
        schema = content["schema"] | {"components": description["components"]}
        jsonschema_rs.validate(schema, content["example"])


def test_who_may_and_what_is_refused_is_said(description: dict[str, Any]) -> None:
    load = description["paths"]["/api/v1/campaigns/{campaign_id}/contacts"]["post"]
    assert load["description"].endswith("For admin, dialer.")
    refused = {"400", "401", "403", "404", "408", "409", "413", "415", "422", "429", "503"}
    assert set(load["responses"]) == {"201"} | refused
    names = [parameter["name"] for parameter in load["parameters"]]
    assert names == ["campaign_id", "Idempotency-Key"]


def test_whatever_changes_something_can_be_repeated_with_a_key() -> None:
    changing = [key for key in OPERATIONS if key.startswith(("POST", "PUT", "PATCH", "DELETE"))]
    # Every time that a number is told has to be written down; an answer kept would keep a secret.
    # Whoever looks twice has looked.
    assert {key for key in changing if not OPERATIONS[key].keyed} == {
        "POST /api/v1/contacts/{contact_id}/reveal",
        "POST /api/v1/handover",
        "POST /api/v1/tokens",
        "POST /api/v1/walls",
    }


def test_a_table_says_what_it_says() -> None:
    operation = Operation("Look", "T", {200: row({})}, refusals={409: "Not now."})
    route = Route("GET", "/api/v1/x", "look", Permission.READ_AUDIT)
    made = document([route], {route.key: operation}, {}, {})["paths"]["/api/v1/x"]["get"]
    assert made["description"] == "For admin, manager."
    assert made["responses"]["409"]["description"] == "Not now."
    assert "404" not in made["responses"]


def test_the_description_is_sent_once(app: Flask) -> None:
    asking = app.test_client()
    answer = asking.get(PATH)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json["openapi"] == "3.1.0"
    again = asking.get(PATH, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(("language", "word"), [("en", "Send"), ("cs", "Odeslat")])
def test_the_page_lists_every_operation_and_runs_no_script_of_its_own(
    app: Flask, language: str, word: str
) -> None:
    answer = app.test_client().get(f"/api/docs?lang={language}")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.text.count("<form ") == answer.text.count(f">{word}<") == len(OPERATIONS)
    assert not re.search(r"<script(?! src=\"/)| on[a-z]+=|https?://", answer.text)
    for path in re.findall(r'(?:src|href)="(/(?:bundles|assets)/[^"]+)"', answer.text):
        assert app.test_client().get(path, buffered=True).status_code == 200, path
