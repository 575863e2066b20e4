"""One form for JSON Schemas that say the same thing in different words.

A document that FastAPI generates and one that a person wrote differ in much that
means nothing: `type: [string, "null"]` or `anyOf`, `const` or an `enum` of one,
titles, examples. `canonical` brings a schema of OpenAPI 3.1 (JSON Schema 2020-12)
into one form; what still differs then is a difference.
"""

import json
from collections.abc import Iterator
from typing import Any

JsonObject = dict[str, Any]

# JSON Schema 2020-12, Validation 9: annotations; they refuse nothing.
ANNOTATIONS = {
    "$comment",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
}

# What a keyword means when it is absent.
NO_MEANING: JsonObject = {
    "additionalProperties": [True, {}],
    "items": [True, {}],
    "minItems": [0],
    "minLength": [0],
    "properties": [{}],
    "required": [[]],
    "uniqueItems": [False],
}

# Keywords that say something about values of these types alone.
OF_STRINGS = {"minLength", "maxLength", "pattern", "format"}
OF_NUMBERS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
OF_ARRAYS = {"items", "minItems", "maxItems", "uniqueItems"}
OF_OBJECTS = {"properties", "required", "additionalProperties"}
ABOUT = {
    "string": OF_STRINGS,
    "integer": OF_NUMBERS | {"multipleOf", "format"},
    "number": OF_NUMBERS | {"multipleOf", "format"},
    "array": OF_ARRAYS,
    "object": OF_OBJECTS,
    "boolean": set[str](),
    "null": set[str](),
}

JSON_TYPES = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
    list: "array",
    dict: "object",
}


def resolve(document: JsonObject, value: Any) -> Any:
    """`value`, or what its `$ref` leads to; members beside a `$ref` are kept."""
    while isinstance(value, dict) and "$ref" in value:
        target: Any = document
        for step in value["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        beside = {key: value[key] for key in value if key != "$ref"}
        value = {**target, **beside}
    return value


def canonical(document: JsonObject, schema: Any) -> JsonObject:
    """The one form of `schema`; references are looked up in `document`.

    Several alternatives stand under `any of`, each by its type.
    """
    alternatives = [_simplify(each) for each in _alternatives(document, schema)]
    unique = {json.dumps(each, sort_keys=True): each for each in alternatives}
    ordered = [unique[key] for key in sorted(unique)]
    if len(ordered) == 1:
        return ordered[0]
    labelled: JsonObject = {}
    for each in ordered:
        label = each.get("type", "any type")
        number = sum(key.split(" ")[0] == label for key in labelled)
        labelled[f"{label} {number + 1}" if number else label] = each
    return {"any of": labelled}


def without_null(schema: JsonObject) -> JsonObject:
    """A canonical schema less the alternative that is null."""
    options = dict(schema.get("any of", {}))
    if "null" not in options:
        return schema
    del options["null"]
    rest = list(options.values())
    return rest[0] if len(rest) == 1 else {"any of": options}


def _alternatives(document: JsonObject, schema: Any) -> Iterator[JsonObject]:
    """The schema as schemas without `anyOf`, of one type each, parts canonical."""
    schema = resolve(document, schema)
    if isinstance(schema, bool):
        yield {} if schema else {"not": {}}
        return
    schema = {key: schema[key] for key in schema if key not in ANNOTATIONS}
    if schema.get("default", 0) is None:
        del schema["default"]
    for part in schema.pop("allOf", []):
        schema = {**resolve(document, part), **schema}
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            options = schema.pop(keyword)
            for option in options:
                merged = {**resolve(document, option), **schema}
                yield from _alternatives(document, merged)
            return
    types = schema.get("type")
    for name in types if isinstance(types, list) else [types]:
        one = schema if name is None else _of_type(schema, name)
        yield _with_canonical_parts(document, one)


def _of_type(schema: JsonObject, name: str) -> JsonObject:
    """What the schema says about values of one type."""
    foreign = set().union(*ABOUT.values()) - ABOUT[name]
    kept = {key: schema[key] for key in schema if key not in foreign}
    if name == "null":
        kept.pop("default", None)
    return {**kept, "type": name}


def _with_canonical_parts(document: JsonObject, schema: JsonObject) -> JsonObject:
    result = dict(schema)
    if "properties" in schema:
        result["properties"] = {
            name: canonical(document, part)
            for name, part in schema["properties"].items()
        }
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            result[keyword] = canonical(document, schema[keyword])
    return result


def _simplify(schema: JsonObject) -> JsonObject:
    """Without keywords that say nothing, and each fact in one spelling."""
    result = dict(schema)
    if "const" in result:
        result["enum"] = [result.pop("const")]
    if "enum" in result:
        result["enum"] = sorted(result["enum"], key=json.dumps)
        result.setdefault("type", JSON_TYPES[type(result["enum"][0])])
    if "required" in result:
        result["required"] = sorted(result["required"])
    if result.get("type") == "integer":
        if "exclusiveMinimum" in result:
            result["minimum"] = result.pop("exclusiveMinimum") + 1
        if "exclusiveMaximum" in result:
            result["maximum"] = result.pop("exclusiveMaximum") - 1
    return {
        key: value
        for key, value in result.items()
        if not (key in NO_MEANING and value in NO_MEANING[key])
    }
