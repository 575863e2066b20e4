"""openapi.yaml as a judge: is this response documented, and of that shape?"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import unquote

import yaml
from jsonschema import Draft202012Validator

from contract_tests.support.contract import OPENAPI_FILE
from contract_tests.support.exchange import Exchange
from contract_tests.support.universal import json_body, media_type_of, said, values
from contract_tests.support.violations import ContractViolation

# A failing test shows its own lines, not these.
__tracebackhide__ = True

_LARGEST_ID: Final = 2**63 - 1


@dataclass(frozen=True)
class DocumentedResponse:
    """One response of one operation: its media types, its required headers."""

    validators: dict[str, Draft202012Validator]
    required_headers: tuple[str, ...]


@dataclass(frozen=True)
class DocumentedPath:
    """One path: the pattern of its addresses, and its operations by method."""

    template: str
    pattern: re.Pattern[str]
    operations: dict[str, dict[int, DocumentedResponse]]

    @property
    def methods(self) -> frozenset[str]:
        """Every method that the path answers to, as Allow has to list them."""
        head = {"HEAD"} if "GET" in self.operations else set()
        return frozenset({*self.operations, *head, "OPTIONS"})


@cache
def document() -> dict[str, Any]:
    """openapi.yaml as data."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with OPENAPI_FILE.open(encoding="utf-8") as file:
        content: dict[str, Any] = yaml.load(file, loader)
    return content


@cache
def paths() -> tuple[DocumentedPath, ...]:
    """Every documented path."""
    return tuple(
        DocumentedPath(
            template=template,
            pattern=re.compile(template.replace("{id}", "(?P<id>[1-9][0-9]*)")),
            operations={
                method.upper(): _responses(_inlined(operation["responses"]))
                for method, operation in item.items()
                if method != "parameters"
            },
        )
        for template, item in document()["paths"].items()
    )


def path_of(target: str) -> DocumentedPath | None:
    """The documented path that a request target means, if any."""
    raw_path = target.partition("?")[0]
    # An encoded slash is part of a segment (RFC 3986 2.2), and no segment has one.
    path = unquote(raw_path) if "%2f" not in raw_path.lower() else ""
    for documented in paths():
        match = documented.pattern.fullmatch(path)
        if match and int(match.groupdict().get("id", 1)) <= _LARGEST_ID:
            return documented
    return None


def check_documented(exchange: Exchange, target: str) -> None:
    """Raise ContractViolation unless openapi.yaml documents this response."""
    path = path_of(target)
    if path is None or exchange.method not in path.methods:
        if exchange.status not in (400, 404, 405):
            raise ContractViolation(
                f"{said(exchange)}; an unknown path or method is 404 or 405"
            )
        return
    if exchange.method == "OPTIONS":
        _check_options(exchange)
        return
    method = "GET" if exchange.method == "HEAD" else exchange.method
    responses = path.operations[method]
    documented = responses.get(exchange.status)
    if documented is None:
        known = ", ".join(str(status) for status in responses)
        raise ContractViolation(
            f"{said(exchange)}, which openapi.yaml does not document "
            f"for {method} {path.template}: {known}"
        )
    _check_response(exchange, documented)


def _check_options(exchange: Exchange) -> None:
    # A preflight (Fetch 3.3.2) may be 200; a plain OPTIONS is 204 with Allow.
    asked = any(
        name.lower() == "access-control-request-method"
        for name, _ in exchange.request_headers
    )
    documented = {204, 400, 422} | ({200} if asked else set())
    if exchange.status not in documented:
        raise ContractViolation(f"{said(exchange)}; OPTIONS is 204 with Allow")
    if exchange.status == 204 and not asked and not values(exchange, "allow"):
        raise ContractViolation(f"{said(exchange)} without Allow")


def _check_response(exchange: Exchange, documented: DocumentedResponse) -> None:
    for header in documented.required_headers:
        if not values(exchange, header.lower()):
            raise ContractViolation(
                f"{said(exchange)} without {header}, which openapi.yaml requires"
            )
    if exchange.method == "HEAD" or exchange.status == 304:
        if exchange.body:
            raise ContractViolation(f"{said(exchange)} with a body; it has none")
        if exchange.status == 304:
            return
    if not documented.validators:
        if exchange.body:
            raise ContractViolation(f"{said(exchange)} with a body; it has none")
        return
    validator = documented.validators.get(media_type_of(exchange))
    if validator is None:
        known = " or ".join(documented.validators)
        raise ContractViolation(
            f"{said(exchange)} with Content-Type "
            f"{', '.join(values(exchange, 'content-type')) or '(none)'}, not {known}",
            "response-1",
        )
    if exchange.method != "HEAD":
        _check_schema(exchange, validator)


def _check_schema(exchange: Exchange, validator: Draft202012Validator) -> None:
    errors = [
        f"at {error.json_path}: {error.message}"
        for error in validator.iter_errors(json_body(exchange))
    ]
    if errors:
        raise ContractViolation(
            f"{said(exchange)} with a body that openapi.yaml does not allow:\n"
            + "\n".join(errors[:5])
        )


def _responses(responses: dict[str, Any]) -> dict[int, DocumentedResponse]:
    return {int(status): _response(response) for status, response in responses.items()}


def _response(response: dict[str, Any]) -> DocumentedResponse:
    return DocumentedResponse(
        validators={
            media_type: Draft202012Validator(
                content["schema"], format_checker=Draft202012Validator.FORMAT_CHECKER
            )
            for media_type, content in response.get("content", {}).items()
        },
        required_headers=tuple(
            name
            for name, header in response.get("headers", {}).items()
            if header.get("required")
        ),
    )


def _inlined(node: Any) -> Any:
    """The same with what its references name in their place.

    Following them once, here, takes less than following them for every response.
    """
    if isinstance(node, list):
        return [_inlined(each) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" not in node:
        return {key: _inlined(value) for key, value in node.items()}
    target: Any = document()
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return _inlined(target)
