"""Requests that Schemathesis makes from openapi.yaml: allowed by it, and not allowed.

Its coverage phase walks along every limit of every schema, one case after the other;
the rest is drawn at random. Two things are ours: the caller's token and, in place of
an id that nobody has, the id of a bookmark.
"""

import itertools
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import requests
import schemathesis
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from schemathesis import GenerationMode
from schemathesis.config import GenerationConfig
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.overrides import Override

from contract_tests.support.contract import OPENAPI_FILE
from fourways.fuzz.asked import Asked
from fourways.fuzz.choosing import happens, mostly, weighted
from fourways.fuzz.grammar import operation_of

RANDOM: Final = "Schemathesis"
COVERAGE: Final = "Schemathesis, coverage"

MODES: Final = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
_BASE: Final = "http://host"

# What is allowed there costs each backend a password hash, or a token.
COSTLY: Final = ("POST /users", "POST /tokens", "DELETE /tokens/current")
OFTEN: Final = {
    "POST /bookmarks": 6,
    "PUT /bookmarks/{id}": 5,
    "PATCH /bookmarks/{id}": 5,
    "GET /bookmarks": 4,
}
_SMALL_ID: Final = re.compile(r"(?<=^/bookmarks/)[1-9][0-9]{0,6}(?=$|\?)")
_LEFT_OUT: Final = {"x-schemathesis-testcaseid", "user-agent", "connection"}
_FRAMING: Final = {"content-length", "transfer-encoding"}


@cache
def operations() -> list[Any]:
    """The operations of openapi.yaml, as Schemathesis has them."""
    schema = schemathesis.openapi.from_path(OPENAPI_FILE)
    results: list[Any] = list(schema.get_all_operations())
    return [each.ok() for each in results]


def coverage() -> Iterator[Asked]:
    """Every case of the coverage phase, one of each operation in turn."""
    generators = [iter(_coverage_of(operation)) for operation in operations()]
    for cases in itertools.zip_longest(*generators):
        yield from (case for case in cases if case and case.can_be_sent())


def _coverage_of(operation: Any) -> Iterator[Asked]:
    cases = CoverageGenerator(
        operation=operation,
        generation_modes=MODES,
        generation_config=GenerationConfig(),
        auth_storage=None,
        override=Override(),
        feedback=FeedbackSources(),
    )
    return (_asked(COVERAGE, case, signed_in=True) for case in cases)


@st.composite
def _random(draw: DrawFn, operation: Any) -> Asked:
    allowed, not_allowed = (_cases(operation.label, mode) for mode in MODES)
    weight = 40 if operation.label in COSTLY else 2
    case = mostly(draw, not_allowed, allowed, weight)
    return _asked(RANDOM, case, signed_in=not happens(draw, 30))


@cache
def _cases(label: str, mode: GenerationMode) -> SearchStrategy[Any]:
    [operation] = [each for each in operations() if each.label == label]
    cases: SearchStrategy[Any] = operation.as_strategy(generation_mode=mode)
    return cases


def random_requests() -> SearchStrategy[Asked]:
    """Requests to all operations but those of which there is only one."""
    asked = [each for each in operations() if each.label not in _WITHOUT_INPUT]
    each = [(OFTEN.get(one.label, 1), _random(one)) for one in asked]
    return weighted(each).filter(Asked.can_be_sent)


_WITHOUT_INPUT: Final = ("GET /health", "GET /openapi.json")


def _asked(source: str, case: Any, *, signed_in: bool) -> Asked:
    prepared = requests.Request(**case.as_transport_kwargs(base_url=_BASE)).prepare()
    target = _SMALL_ID.sub("{mine}", prepared.path_url or "/")
    headers = [
        (_text(name), _text(value))
        for name, value in prepared.headers.items()
        if _text(name).lower() not in _LEFT_OUT | _FRAMING
    ]
    if signed_in and _signs_in(case):
        headers = [pair for pair in headers if pair[0].lower() != "authorization"]
        headers.append(("Authorization", "Bearer {token}"))
    headers.append(("Host", "{host}"))
    body, chunked = _body(prepared.body)
    method = prepared.method or "GET"
    operation = operation_of(method, target)
    return Asked(source, operation, method, target, tuple(headers), body, chunked)


def _signs_in(case: Any) -> bool:
    """Signing out is left to what is asked without a token that is valid."""
    return str(case.operation.label) != "DELETE /tokens/current"


def _body(body: Any) -> tuple[bytes | None, bool]:
    if body is None or isinstance(body, bytes):
        return body, False
    if isinstance(body, str):
        return body.encode("utf-8", "surrogatepass"), False
    return b"".join(body), True


def _text(text: str | bytes) -> str:
    return text.decode("latin-1") if isinstance(text, bytes) else text
