"""What is true of every response, whatever was asked."""

import json
from collections.abc import Callable
from typing import Any, Final

from contract_tests.support.contract import contract
from contract_tests.support.exchange import Exchange
from contract_tests.support.violations import ContractViolation

# A failing test shows its own lines, not these.
__tracebackhide__ = True

_MEMBERS = {"type": str, "title": str, "status": int, "detail": str}


def check_nosniff(exchange: Exchange) -> None:
    """Exactly one X-Content-Type-Options: nosniff (response-4)."""
    sniff = values(exchange, "x-content-type-options")
    if [value.lower() for value in sniff] != ["nosniff"]:
        raise ContractViolation(
            f"{said(exchange)} with X-Content-Type-Options {sniff}, "
            f"not exactly one nosniff",
            "response-4",
        )


def check_date(exchange: Exchange) -> None:
    """Exactly one Date (response-7)."""
    dates = values(exchange, "date")
    if len(dates) != 1:
        raise ContractViolation(
            f"{said(exchange)} with {len(dates)} Date headers, not one", "response-7"
        )


def check_framing(exchange: Exchange) -> None:
    """Exactly one framing (response-8), and none for 204 (RFC 9110 8.6)."""
    lengths = values(exchange, "content-length")
    codings = values(exchange, "transfer-encoding")
    framings = len(lengths) + len(codings)
    if exchange.status == 204:
        if framings or exchange.body or values(exchange, "content-type"):
            raise ContractViolation(
                f"{said(exchange)} with Content-Length {lengths}, "
                f"Transfer-Encoding {codings}, Content-Type "
                f"{values(exchange, 'content-type')}; a 204 has no body",
                "response-3",
            )
        return
    # A 304, and the answer to a HEAD, may leave out what it would have said.
    optional = exchange.status == 304 or exchange.method == "HEAD"
    # RFC 9112 6.3: to HTTP/1.0 the end of the connection may be the framing.
    asked = exchange.sent.partition(b"\r\n")[0]
    old = exchange.version == "HTTP/1.0" or asked.endswith(b" HTTP/1.0")
    optional = optional or old
    if framings > 1 or (framings == 0 and not optional):
        raise ContractViolation(
            f"{said(exchange)} with Content-Length {lengths} and "
            f"Transfer-Encoding {codings}, not exactly one of the two",
            "response-8",
        )


def check_problem_form(exchange: Exchange) -> None:
    """The form of every error (error-1)."""
    if exchange.status < 400:
        return
    media_type = media_type_of(exchange)
    if media_type != "application/problem+json":
        raise ContractViolation(
            f"{said(exchange)} with Content-Type {media_type!r}, "
            f"not application/problem+json",
            "error-1",
        )
    if exchange.method == "HEAD":
        return
    problem = json_body(exchange)
    if not isinstance(problem, dict):
        raise ContractViolation(f"the problem is no object: {problem!r}", "error-1")
    for member, kind in _MEMBERS.items():
        if type(problem.get(member)) is not kind:
            raise ContractViolation(
                f"the problem's {member!r} is {problem.get(member)!r}, "
                f"which is no {kind.__name__}",
                "error-1",
            )


def check_details(exchange: Exchange) -> None:
    """A problem, and each error in it, says something (error-1, valid-1)."""
    problem = _problem(exchange)
    if problem.get("detail") == "":
        raise ContractViolation(f"{said(exchange)} with an empty detail", "error-1")
    errors = problem.get("errors")
    for error in errors if isinstance(errors, list) else ():
        if isinstance(error, dict) and error.get("detail") == "":
            raise ContractViolation(
                f"{said(exchange)} with an error whose detail is empty: {error!r}",
                "valid-1",
            )


def check_problem_type(exchange: Exchange) -> None:
    """The type of every error is documented, with this status (error-2)."""
    problem = _problem(exchange)
    if not problem:
        return
    status, kind = problem.get("status"), str(problem.get("type"))
    if status != exchange.status:
        raise ContractViolation(
            f"{said(exchange)} but the problem says {status}", "error-2"
        )
    documented = contract().problems.get(kind)
    if documented is None:
        raise ContractViolation(
            f"contract.toml has no problem type {kind!r}", "error-2"
        )
    if documented.status not in (None, exchange.status):
        raise ContractViolation(
            f"{kind} belongs to {documented.status}, but {said(exchange)}", "error-2"
        )


def _problem(exchange: Exchange) -> dict[str, Any]:
    """The problem in the body, or an empty one if there is none."""
    media_type = media_type_of(exchange)
    if media_type != "application/problem+json" or exchange.method == "HEAD":
        return {}
    problem = json_body(exchange)
    return problem if isinstance(problem, dict) else {}


def values(exchange: Exchange, name: str) -> list[str]:
    """The values of each header line of that name; the name in small letters."""
    return [value for key, value in exchange.headers if key.lower() == name]


def media_type_of(exchange: Exchange) -> str:
    """The media type without parameters, or an empty text."""
    content_type = ", ".join(values(exchange, "content-type"))
    return content_type.partition(";")[0].strip().lower()


def json_body(exchange: Exchange) -> Any:
    """The body as JSON in UTF-8. Raises ContractViolation if it is none."""
    try:
        return json.loads(exchange.body.decode("utf-8"))
    except ValueError as error:
        raise ContractViolation(
            f"{said(exchange)} with a body that is not JSON: {error}", "response-1"
        ) from None


def said(exchange: Exchange) -> str:
    """Who answered what, as the beginning of a sentence."""
    target = exchange.url.partition("//")[2].partition("/")[2]
    what = f"{exchange.method} /{target}" if exchange.url else "the request"
    return f"{what} was answered {exchange.status}"


UNIVERSAL: Final[tuple[Callable[[Exchange], None], ...]] = (
    check_nosniff,
    check_date,
    check_framing,
    check_problem_form,
    check_details,
    check_problem_type,
)
