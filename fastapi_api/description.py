"""The OpenAPI document: what FastAPI cannot see in an operation's signature."""

from typing import Any

from fastapi import FastAPI

from fastapi_api.schemas import InvalidProblem, Problem

STRING = {"schema": {"type": "string"}}
LINK = {"headers": {"Link": {"description": "The next page.", **STRING}}}
ERROR = {"model": Problem, "description": "A problem (RFC 9457)."}
# For every operation. Without a 422 of ours, FastAPI would describe its own.
ERRORS: dict[int | str, dict[str, Any]] = {
    400: ERROR,
    422: {"model": InvalidProblem, "description": "All that is invalid, at once."},
    500: ERROR,
}


def headers(*names: str) -> dict[str, Any]:
    """Headers that a response always has, for `responses=` of an operation."""
    return {"headers": {name: {"required": True, **STRING} for name in names}}


def describe(app: FastAPI) -> None:
    """Complete the document, which `app.openapi()` makes once and keeps."""
    for path in app.openapi()["paths"].values():
        for method, operation in path.items():
            for status, response in operation["responses"].items():
                if status >= "400":
                    content = response["content"].pop("application/json")
                    response["content"]["application/problem+json"] = content
            describe_body(method, operation)
            if "security" in operation:
                describe_caller(method, operation)


def describe_body(method: str, operation: dict[str, Any]) -> None:
    """What bodies.py does to every body."""
    responses = operation["responses"]
    if "requestBody" in operation:
        responses["413"] = responses["415"] = responses["500"]
    if method == "patch":
        responses["415"] = responses["500"] | headers("Accept-Patch")
        content = operation["requestBody"]["content"]
        content["application/merge-patch+json"] = content["application/json"]


def describe_caller(method: str, operation: dict[str, Any]) -> None:
    """What routing.py does to every operation with a caller."""
    responses = operation["responses"]
    responses["401"] = responses["500"] | headers("WWW-Authenticate")
    for status in {"200", "201"} & responses.keys():
        caching = headers("ETag", "Cache-Control")["headers"]
        responses[status].setdefault("headers", {}).update(caching)
    if method == "get":
        condition = {"name": "If-None-Match", "in": "header", **STRING}
        operation.setdefault("parameters", []).append(condition)
        responses["304"] = {"description": "It is still the same."} | headers("ETag")
