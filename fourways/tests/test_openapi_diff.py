"""Which differences between two OpenAPI documents the suite sees, and which not."""

import copy
from typing import Any

import pytest

from contract_tests.support.openapi import document
from contract_tests.support.openapi_diff import differences
from contract_tests.support.openapi_schema import canonical

# Pairs of schemas that say the same thing.
SAME: dict[str, tuple[Any, Any]] = {
    "titles and examples": (
        {"type": "string"},
        {"type": "string", "title": "Name", "examples": ["a"], "description": "b"},
    ),
    "a default of null": ({"type": "string"}, {"type": "string", "default": None}),
    "a list of types": (
        {"anyOf": [{"type": "string", "maxLength": 5}, {"type": "null"}]},
        {"type": ["null", "string"], "maxLength": 5},
    ),
    "alternatives inside alternatives": (
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"oneOf": [{"anyOf": [{"type": "null"}]}, {"type": "string"}]},
    ),
    "one alternative": ({"type": "string"}, {"anyOf": [{"type": "string"}]}),
    "all of one": (
        {"type": "string", "maxLength": 5},
        {"allOf": [{"type": "string"}], "maxLength": 5},
    ),
    "a constant": ({"const": "ok"}, {"type": "string", "enum": ["ok"]}),
    "the order of an enum": (
        {"type": "string", "enum": ["a", "b"]},
        {"type": "string", "enum": ["b", "a"]},
    ),
    "the order of required": (
        {"type": "object", "required": ["a", "b"]},
        {"type": "object", "required": ["b", "a"], "properties": {}},
    ),
    "an exclusive minimum": (
        {"type": "integer", "minimum": 1},
        {"type": "integer", "exclusiveMinimum": 0},
    ),
    "what says nothing": (
        {"type": "array"},
        {"type": "array", "items": {}, "minItems": 0, "uniqueItems": False},
    ),
    "more is allowed": (
        {"type": "object"},
        {"type": "object", "additionalProperties": True},
    ),
}

# Pairs of schemas that do not.
DIFFERENT: dict[str, tuple[Any, Any]] = {
    "another type": ({"type": "string"}, {"type": "integer"}),
    "a number that may be fractional": ({"type": "integer"}, {"type": "number"}),
    "null too": ({"type": "string"}, {"type": ["string", "null"]}),
    "another limit": (
        {"type": "string", "maxLength": 5},
        {"type": "string", "maxLength": 6},
    ),
    "no limit": ({"type": "string", "maxLength": 5}, {"type": "string"}),
    "another pattern": (
        {"type": "string", "pattern": "^a$"},
        {"type": "string", "pattern": "^b$"},
    ),
    "another default": (
        {"type": "string", "default": ""},
        {"type": "string", "default": "a"},
    ),
    "no default": ({"type": "string", "default": ""}, {"type": "string"}),
    "another format": (
        {"type": "string", "format": "date-time"},
        {"type": "string", "format": "date"},
    ),
    "a member more": (
        {"type": "object", "properties": {"a": {}}},
        {"type": "object", "properties": {"a": {}, "b": {}}},
    ),
    "a member named like an annotation": (
        {"type": "object", "properties": {"title": {"type": "string"}}},
        {"type": "object", "properties": {}},
    ),
    "a member that is required": (
        {"type": "object", "required": ["a"]},
        {"type": "object", "required": []},
    ),
    "strangers are refused": (
        {"type": "object", "additionalProperties": False},
        {"type": "object"},
    ),
    "other items": (
        {"type": "array", "items": {"type": "string"}},
        {"type": "array", "items": {"type": "string", "maxLength": 50}},
    ),
    "one value less": (
        {"type": "string", "enum": ["a", "b"]},
        {"type": "string", "enum": ["a"]},
    ),
    "one alternative less": (
        {"anyOf": [{"type": "object", "required": ["a"]}, {"type": "object"}]},
        {"type": "object"},
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_schemas_that_say_the_same_are_equal(name: str) -> None:
    first, second = SAME[name]
    assert canonical({}, first) == canonical({}, second)


@pytest.mark.parametrize("name", DIFFERENT)
def test_schemas_that_differ_are_not_equal(name: str) -> None:
    first, second = DIFFERENT[name]
    assert canonical({}, first) != canonical({}, second)


def test_a_reference_is_what_it_leads_to() -> None:
    named = {"components": {"schemas": {"A~B": {"type": "string", "title": "a"}}}}
    reference = {"$ref": "#/components/schemas/A~0B", "maxLength": 5}
    expected = canonical({}, {"type": "string", "maxLength": 5})
    assert canonical(named, reference) == expected


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """openapi.yaml with something else at one place; None removes it."""
    other = copy.deepcopy(document())
    *way, last = path
    holder: Any = other
    for step in way:
        holder = holder[step]
    if to is None:
        del holder[last]
    else:
        holder[last] = to
    return other


def test_a_document_says_what_it_says() -> None:
    assert differences(document(), document()) == []


def test_names_that_no_client_sees_do_not_matter() -> None:
    other = copy.deepcopy(document())
    item = other["paths"].pop("/bookmarks/{id}")
    item["parameters"][0]["name"] = "bookmark_id"
    item["get"]["operationId"] = "read"
    item["get"]["tags"] = ["bookmarks"]
    item["head"] = {"responses": {}}
    item["options"] = {"responses": {}}
    other["paths"]["/bookmarks/{bookmark_id}"] = item
    other["info"] = {"title": "Another", "version": "2"}
    schemes = other["components"]["securitySchemes"]
    schemes["token"] = {**schemes.pop("bearer"), "description": "A token."}
    other["security"] = [{"token": []}]
    assert differences(document(), other) == []


LIST = ("paths", "/bookmarks", "get")

CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "operation": (
        changed("paths", "/bookmarks/{id}", "patch", to=None),
        "PATCH /bookmarks/{1}: expected {",
    ),
    "path": (
        changed("paths", "/docs", to={"get": {"responses": {}}}),
        "GET /docs: expected nothing, got {",
    ),
    "security": (
        changed(*LIST, "security", to=[]),
        'GET /bookmarks: security: expected ["http bearer"], got []',
    ),
    "parameter": (
        changed(*LIST, "parameters", 3, "schema", "maximum", to=50),
        "GET /bookmarks: parameters: query limit: schema: maximum: "
        "expected 100, got 50",
    ),
    "parameter that is required": (
        changed(*LIST, "parameters", 1, "required", to=True),
        "GET /bookmarks: parameters: query q: required: expected false, got true",
    ),
    "status": (
        changed(*LIST, "responses", "422", to=None),
        "GET /bookmarks: responses: 422: expected {",
    ),
    "header": (
        changed("paths", "/users", "post", "responses", "201", "headers", to={}),
        "POST /users: responses: 201: headers: expected {",
    ),
    "media type": (
        changed(
            "paths",
            "/bookmarks/{id}",
            "patch",
            "requestBody",
            "content",
            "application/merge-patch+json",
            to=None,
        ),
        "PATCH /bookmarks/{1}: body: content: application/merge-patch+json: expected {",
    ),
    "body that is optional": (
        changed("paths", "/bookmarks", "post", "requestBody", "required", to=False),
        "POST /bookmarks: body: required: expected true, got false",
    ),
    "schema": (
        changed("components", "schemas", "Health", "required", to=None),
        "GET /health: responses: 200: content: application/json: required: "
        'expected ["status"], got nothing',
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_difference_is_one_readable_line(name: str) -> None:
    other, line = CHANGES[name]
    (found,) = differences(document(), other)
    assert found.startswith(line)
