"""What is generated: right and wrong, and all of it can be sent."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase

from contract_tests.support.openapi import document
from fourways.fuzz import described, grammar
from fourways.fuzz.asked import PLACEHOLDERS, Asked, fill

NUMBER = 150


@pytest.fixture(scope="module")
def requests() -> list[Asked]:
    """Some requests of the grammar."""
    found: list[Asked] = []

    def keep(asked: Asked) -> None:
        found.append(asked)

    test = hypothesis.given(grammar.requests())(keep)
    hypothesis.seed(1)(
        hypothesis.settings(
            max_examples=NUMBER,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(test)
    )()
    return found


def test_all_can_be_sent(requests: list[Asked]) -> None:
    assert len(requests) == NUMBER
    assert all(each.can_be_sent() for each in requests)


def test_bodies_are_of_both_kinds(requests: list[Asked]) -> None:
    kinds = Counter(is_json(each.body) for each in requests if each.body is not None)
    assert kinds[True] > NUMBER / 10
    assert kinds[False] > NUMBER / 20


def test_most_operations_are_among_a_few_hundred(requests: list[Asked]) -> None:
    asked = {each.operation for each in requests}
    wanted = {f"{method} {path}" for method, path in grammar.OPERATIONS}
    assert len(wanted & asked) > len(wanted) / 2


def is_json(body: bytes) -> bool:
    try:
        json.loads(body.decode())
    except (ValueError, RecursionError):
        return False
    return True


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        ("/a b", ()),
        ("/é", ()),
        ("no-slash", ()),
        ("/" * 4_000, ()),
        ("/", (("A B", "x"),)),
        ("/", (("A", "x\ny"),)),
        ("/", (("Content-Length", "5"),)),
    ],
)
def test_what_is_no_request_is_not_sent(target: str, headers: Any) -> None:
    assert not Asked("x", "x", "GET", target, headers).can_be_sent()


def test_placeholders_are_filled_and_nothing_else() -> None:
    values = {name: name.upper() for name in PLACEHOLDERS}
    assert fill("/bookmarks/{mine}?{x}={etag}", values) == "/bookmarks/MINE?{x}=ETAG"


def test_schemathesis_knows_every_operation() -> None:
    paths = document()["paths"].items()
    wanted = {
        f"{method.upper()} {path}"
        for path, item in paths
        for method in item
        if method != "parameters"
    }
    assert {each.label for each in described.operations()} == wanted


def test_its_cases_come_with_our_token_and_our_bookmark() -> None:
    cases = [*islice(cases_of("GET /bookmarks/{id}"), 30)]
    assert "/bookmarks/{mine}" in {each.target for each in cases}
    assert {each.source for each in cases} == {described.COVERAGE}
    assert all(each.header("Authorization") == "Bearer {token}" for each in cases)
    assert len({each.method for each in cases}) > 1


def cases_of(label: str) -> Iterator[Asked]:
    [operation] = [each for each in described.operations() if each.label == label]
    return described._coverage_of(operation)
