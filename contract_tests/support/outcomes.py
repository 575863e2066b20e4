"""What a response says in a few words, and the same expectation of many inputs."""

from collections.abc import Callable, Iterable
from typing import Any

import httpx

from contract_tests.support.judge import JUDGE
from contract_tests.support.problems import ON_THE_FORM, Response, is_problem
from contract_tests.support.raw import RawResponse

MALFORMED = "400 malformed-json"
NOT_FOUND = "404 not-found"


class AnyOf(str):
    """The outcome of an error that is no problem: any with that status equals it."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and other.partition(" ")[0] == str(self)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


def outcome(response: Response) -> str:
    """The status and, of an error, what it is: "201", "404 not-found", "422 /url"."""
    status = response.status if isinstance(response, RawResponse) else _status(response)
    if status < 400 or not _body(response):
        return str(status)
    if not is_problem(response) and not JUDGE.counts(*ON_THE_FORM):
        return AnyOf(status)
    problem = response.json()
    if status == 422:
        errors = problem["errors"]
        names = [error.get("pointer", error.get("parameter")) for error in errors]
        return " ".join(["422", *sorted(names)])
    return f"{status} {problem['type'].rpartition(':')[2]}"


def assert_each(
    inputs: Iterable[Any], ask: Callable[[Any], Response], expected: str
) -> None:
    """Every input has this outcome; the failure shows those that have another."""
    __tracebackhide__ = True
    outcomes = {repr(each): outcome(ask(each)) for each in inputs}
    assert outcomes, "there is no input"
    others = {each: got for each, got in outcomes.items() if got != expected}
    assert not others, f"expected {expected!r} for each, but: {others}"


def _status(response: httpx.Response) -> int:
    return response.status_code


def _body(response: Response) -> bytes:
    return response.body if isinstance(response, RawResponse) else response.content
