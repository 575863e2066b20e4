"""Conditional changes: does a write go ahead only as long as nobody else was there?"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import a_bookmark, authorization
from contract_tests.support.parallel import at_once
from contract_tests.support.problems import assert_problem
from contract_tests.support.raw import RawConnection

# A race that is lost only now and then should be lost once here.
ROUNDS = 3

Change = Callable[[Client, str, dict[str, str]], httpx.Response]

# The three operations that If-Match protects, each changing what it is sent to.
CHANGES: dict[str, Change] = {
    "PUT": lambda client, path, headers: client.put(
        path, json=a_bookmark(), headers=headers
    ),
    "PATCH": lambda client, path, headers: client.patch(
        path, json={"notes": "changed"}, headers=headers
    ),
    "DELETE": lambda client, path, headers: client.delete(path, headers=headers),
}

each_change = pytest.mark.parametrize("method", CHANGES)


# -------------------------------------------------------------------- If-Match


@checks("cond-5")
@each_change
@pytest.mark.parametrize(
    "value",
    ["{etag}", '"0000", {etag}', '{etag},"0000"', '"a,b", {etag}', "*", ",, {etag} ,"],
)
def test_the_current_etag_goes_ahead(alice: Client, method: str, value: str) -> None:
    bookmark = alice.make_bookmark()
    header = {"If-Match": value.format(etag=alice.etag_of(bookmark))}
    response = CHANGES[method](alice, f"/bookmarks/{bookmark['id']}", header)
    assert response.status_code == (204 if method == "DELETE" else 200)


@checks("cond-6")
@each_change
@pytest.mark.parametrize("case", cases("conditional/malformed_if_match.toml"))
def test_a_stale_weak_or_malformed_etag_changes_nothing(
    alice: Client, method: str, case: Any
) -> None:
    bookmark = alice.make_bookmark()
    path = f"/bookmarks/{bookmark['id']}"
    etag = alice.etag_of(bookmark)
    value = case["value"].format(etag=etag, opaque=etag.strip('"'))
    response = CHANGES[method](alice, path, {"If-Match": value})
    assert_problem(response, 412, "precondition-failed")
    assert alice.get(path).json() == bookmark


@checks("cond-6")
@each_change
def test_the_etag_of_before_a_change_is_412(alice: Client, method: str) -> None:
    bookmark = alice.make_bookmark()
    path = f"/bookmarks/{bookmark['id']}"
    header = {"If-Match": alice.etag_of(bookmark)}
    alice.patch(path, json={"title": "changed by another"})
    response = CHANGES[method](alice, path, header)
    assert_problem(response, 412, "precondition-failed")
    assert alice.get(path).json()["title"] == "changed by another"


# --------------------------------------------------------------- If-None-Match


@checks("cond-8")
@each_change
@pytest.mark.parametrize("value", ["{etag}", "W/{etag}", '"0000", {etag}', "*"])
def test_what_must_not_be_there_is_not_changed(
    alice: Client, method: str, value: str
) -> None:
    bookmark = alice.make_bookmark()
    path, etag = f"/bookmarks/{bookmark['id']}", alice.etag_of(bookmark)
    for headers in ({}, {"If-Match": etag}):
        headers = {**headers, "If-None-Match": value.format(etag=etag)}
        response = CHANGES[method](alice, path, headers)
        assert_problem(response, 412, "precondition-failed")
    assert alice.get(path).json() == bookmark


@checks("cond-8")
@each_change
def test_where_something_else_must_not_be_there_a_change_goes_ahead(
    alice: Client, method: str
) -> None:
    path = f"/bookmarks/{alice.make_bookmark()['id']}"
    response = CHANGES[method](alice, path, {"If-None-Match": '"0000"'})
    assert response.status_code == (204 if method == "DELETE" else 200)


@checks("cond-5", "cond-6")
@pytest.mark.parametrize("name", ["If-Match", "If-None-Match"])
def test_a_list_may_stand_in_two_lines(
    alice: Client, raw: Callable[[], RawConnection], name: str
) -> None:
    # RFC 9110 5.3: two lines of one header are one list.
    bookmark = alice.make_bookmark()
    path = f"/bookmarks/{bookmark['id']}"
    lines = [(name, '"0000"'), (name, alice.etag_of(bookmark))]
    method = "DELETE" if name == "If-Match" else "GET"
    connection = raw()
    connection.request(method, path, headers=[*authorization(alice), *lines])
    status = connection.read(method, path).status
    assert status == (204 if name == "If-Match" else 304)


@checks("cond-6")
@each_change
def test_a_missing_bookmark_is_404_whatever_if_match_says(
    alice: Client, method: str
) -> None:
    path = f"/bookmarks/{alice.make_bookmark()['id']}"
    alice.delete(path)
    for value in ("*", '"stale"', "malformed"):
        response = CHANGES[method](alice, path, {"If-Match": value})
        assert_problem(response, 404, "not-found")


@checks("cond-7")
def test_of_eight_parallel_puts_with_one_etag_one_wins(alice: Client) -> None:
    for _ in range(ROUNDS):
        bookmark = alice.make_bookmark()
        path = f"/bookmarks/{bookmark['id']}"
        header = {"If-Match": alice.etag_of(bookmark)}
        bodies = [a_bookmark(notes=str(number)) for number in range(8)]
        puts = [partial(alice.put, path, json=body, headers=header) for body in bodies]
        responses = at_once(puts)
        got = Counter(response.status_code for response in responses)
        assert got == {200: 1, 412: 7}
        (won,) = [each.json() for each in responses if each.status_code == 200]
        assert alice.get(path).json() == won
