"""Assertions on errors. Their form is checked already, on every response.

With --rule-by-rule an error in another form than that of a problem is still one of
its status, except to the tests of that form; and its errors are not looked for but
in the tests of the rules on them.
"""

from collections.abc import Sequence
from typing import Any

import httpx

from contract_tests.support.judge import JUDGE
from contract_tests.support.raw import RawResponse

# A failing test shows its own lines, not these.
__tracebackhide__ = True

Response = httpx.Response | RawResponse

ON_THE_FORM = ("error-1", "error-2")
ON_THE_ERRORS = (*ON_THE_FORM, "valid-1", "valid-2", "valid-3")


def assert_problem(response: Response, status: int, kind: str) -> Any:
    """It is a problem of that status and type, such as (404, "not-found").

    Returns the problem as an object; nothing for HEAD, which has no body.
    """
    got = response.status if isinstance(response, RawResponse) else response.status_code
    assert got == status, f"expected {status} {kind}, got {got}"
    if isinstance(response, httpx.Response) and response.request.method == "HEAD":
        return None
    if not is_problem(response) and not JUDGE.counts(*ON_THE_FORM):
        return {}
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
    if not is_problem(response) and not JUDGE.counts(*ON_THE_ERRORS):
        return problem
    for name, expected in (("pointer", pointers), ("parameter", parameters)):
        got = sorted(error[name] for error in problem["errors"] if name in error)
        wanted = sorted(expected or ())
        assert got == wanted, f"expected the {name}s {wanted}, got {got}"
    return problem


def is_problem(response: Response) -> bool:
    """Whether it says of itself that it has the form of a problem (RFC 9457 3)."""
    if isinstance(response, RawResponse):
        media_type = response.header("Content-Type") or ""
    else:
        media_type = response.headers.get("Content-Type", "")
    return media_type.partition(";")[0].strip().lower() == "application/problem+json"
