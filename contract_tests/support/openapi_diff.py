"""What two OpenAPI documents say differently, one readable line each.

Compared are operations, security, parameters, bodies, statuses, headers and
schemas. Wording is not: see `openapi_schema` for what counts as the same schema.
HEAD and OPTIONS are left out, and so are the names of path parameters, which no
client ever sees.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from contract_tests.support.openapi_schema import (
    JsonObject,
    canonical,
    resolve,
    without_null,
)

METHODS = ("get", "post", "put", "patch", "delete", "trace")

# OpenAPI 3.1, Parameter Object: definitions of these header parameters are ignored.
IGNORED_HEADERS = {"accept", "authorization", "content-type"}


def differences(expected: JsonObject, actual: JsonObject) -> list[str]:
    """Lines of "where: expected this, got that"; none if both say the same."""
    return list(_compare(operations(expected), operations(actual), ""))


def operations(document: JsonObject) -> JsonObject:
    """Every operation of a document in one comparable form, by "GET /path/{1}"."""
    found: JsonObject = {}
    for path, item in document.get("paths", {}).items():
        names = re.findall(r"\{([^}]*)\}", path)
        numbered = path
        for number, name in enumerate(names, start=1):
            numbered = numbered.replace(f"{{{name}}}", f"{{{number}}}")
        for method in METHODS:
            if method in item:
                found[f"{method.upper()} {numbered}"] = _operation(
                    document, item[method], item.get("parameters", []), names
                )
    return found


def _operation(
    document: JsonObject, operation: JsonObject, shared: list[Any], names: list[str]
) -> JsonObject:
    described: JsonObject = {
        "security": _security(document, operation),
        "parameters": {},
        "responses": {},
    }
    for parameter in [*shared, *operation.get("parameters", [])]:
        key, value = _parameter(document, resolve(document, parameter), names)
        if key.removeprefix("header ") not in IGNORED_HEADERS:
            described["parameters"][key] = value
    if "requestBody" in operation:
        body = resolve(document, operation["requestBody"])
        described["body"] = {
            "required": body.get("required", False),
            **_content(document, body),
        }
    for status, response in operation.get("responses", {}).items():
        response = resolve(document, response)
        headers = {
            name.lower(): _header(document, resolve(document, header))
            for name, header in response.get("headers", {}).items()
        }
        headers.pop("content-type", None)
        described["responses"][str(status)] = {
            **({"headers": headers} if headers else {}),
            **_content(document, response),
        }
    return described


def _security(document: JsonObject, operation: JsonObject) -> list[str]:
    schemes = document.get("components", {}).get("securitySchemes", {})

    def said(name: str) -> str:
        scheme = resolve(document, schemes[name])
        if scheme["type"] == "http":
            return f"http {scheme['scheme'].lower()}"
        return f"{scheme['type']} {scheme.get('in', '')} {scheme.get('name', '')}"

    holder = operation if "security" in operation else document
    required = holder.get("security", [])
    return sorted(" and ".join(sorted(map(said, each))) for each in required)


def _parameter(
    document: JsonObject, parameter: JsonObject, names: list[str]
) -> tuple[str, JsonObject]:
    place, name = parameter["in"], parameter["name"]
    if place == "path":
        name = str(names.index(name) + 1)
    if place == "header":
        name = name.lower()
    schema = canonical(document, parameter.get("schema", {}))
    required = parameter.get("required", False)
    if not required:
        # An optional parameter is absent or has a value: none of them is null, and
        # to give no item of a list is to leave it out.
        schema = without_null(schema)
        if schema.get("default") == []:
            del schema["default"]
    described = {"required": required, "schema": schema}
    if place == "query" and schema.get("type") == "array":
        described["explode"] = parameter.get("explode", True)
    return f"{place} {name}", described


def _header(document: JsonObject, header: JsonObject) -> JsonObject:
    return {
        "required": header.get("required", False),
        "schema": canonical(document, header.get("schema", {})),
    }


def _content(document: JsonObject, holder: JsonObject) -> JsonObject:
    content = {
        media_type.lower(): canonical(document, media.get("schema", {}))
        for media_type, media in holder.get("content", {}).items()
    }
    return {"content": content} if content else {}


def _compare(expected: Any, actual: Any, where: str) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in sorted({*expected, *actual}):
            place = f"{where}: {key}" if where else key
            if key not in actual:
                yield f"{place}: expected {_short(expected[key])}, got nothing"
            elif key not in expected:
                yield f"{place}: expected nothing, got {_short(actual[key])}"
            else:
                yield from _compare(expected[key], actual[key], place)
    elif expected != actual:
        yield f"{where}: expected {_short(expected)}, got {_short(actual)}"


def _short(value: Any, most: int = 200) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= most else f"{text[:most]}..."
