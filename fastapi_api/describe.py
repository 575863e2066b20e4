"""The OpenAPI document: what FastAPI cannot see in an operation's signature."""

from typing import Any

from fastapi import FastAPI

from fastapi_api.schemas import InvalidProblem, Problem

ERROR = {"model": Problem, "description": "A problem (RFC 9457)."}
# For every operation. Without a 422 of ours, FastAPI would describe its own.
ERRORS: dict[int | str, dict[str, Any]] = {
    400: ERROR,
    422: {"model": InvalidProblem, "description": "All that is invalid, at once."},
    500: ERROR,
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "Answer 304 if this is still the ETag.",
    "schema": {"type": "string"},
}
LINK = {
    "headers": {"Link": {"description": "The next page.", "schema": {"type": "string"}}}
}
# FastAPI describes one media type for a body.
MERGE_PATCH = {
    "requestBody": {
        "content": {
            "application/merge-patch+json": {
                "schema": {"$ref": "#/components/schemas/BookmarkPatch"}
            }
        }
    }
}


def headers(*names: str) -> dict[str, Any]:
    """Headers that a response always has, for `responses=` of an operation."""
    header = {"required": True, "schema": {"type": "string"}}
    return {"headers": dict.fromkeys(names, header)}


def describe(app: FastAPI) -> None:
    """Complete the document, which `app.openapi()` makes once and keeps."""
    for path in app.openapi()["paths"].values():
        for method, operation in path.items():
            for status, response in operation["responses"].items():
                if status >= "400":
                    content = response["content"].pop("application/json")
                    response["content"]["application/problem+json"] = content
            add_what_routing_does(method, operation)


def add_what_routing_does(method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    problem = responses["500"]
    if "requestBody" in operation:
        responses.setdefault("413", problem)
        responses.setdefault("415", problem)
    if "security" not in operation:
        return
    responses["401"] = problem | headers("WWW-Authenticate")
    for status in {"200", "201"} & responses.keys():
        caching = headers("ETag", "Cache-Control")["headers"]
        responses[status].setdefault("headers", {}).update(caching)
    if method == "get":
        operation.setdefault("parameters", []).append(IF_NONE_MATCH)
        responses["304"] = {"description": "It is the same.", **headers("ETag")}
