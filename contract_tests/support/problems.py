"""Assertions on errors. Their form is checked already, on every response."""

from collections.abc import Sequence
from typing import Any

import httpx

from contract_tests.support.raw import RawResponse

# A failing test shows its own lines, not these.
__tracebackhide__ = True

Response = httpx.Response | RawResponse


def assert_problem(response: Response, status: int, kind: str) -> Any:
    """It is a problem of that status and type, such as (404, "not-found").

    Returns the problem as an object; nothing for HEAD, which has no body.
    """
    got = response.status if isinstance(response, RawResponse) else response.status_code
    assert got == status, f"expected {status} {kind}, got {got}"
    if isinstance(response, httpx.Response) and response.request.method == "HEAD":
        return None
    problem = response.json()
    expected = f"urn:fourways:problem:{kind}"
    assert problem["type"] == expected, f"expected {expected}, got {problem['type']}"
    return problem


def assert_invalid(
    response: Response,
    *,
    pointers: Sequence[str] | None = None,
    parameters: Sequence[str] | None = None,
) -> Any:
    """It is a 422 that reports exactly these members, or query parameters."""
    problem = assert_problem(response, 422, "invalid")
    for name, expected in (("pointer", pointers), ("parameter", parameters)):
        got = sorted(error[name] for error in problem["errors"] if name in error)
        wanted = sorted(expected or ())
        assert got == wanted, f"expected the {name}s {wanted}, got {got}"
    return problem
