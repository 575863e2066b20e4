"""Routing: which code answers this method on this path?"""

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import (
    LARGEST_ID,
    MISSING,
    a_bookmark,
    at,
    authorization,
    headers_of,
    kept_bookmark,
)
from contract_tests.support.openapi import paths
from contract_tests.support.outcomes import NOT_FOUND, assert_each, outcome
from contract_tests.support.raw import OpenRaw

ROUTES = {path.template: path.methods for path in paths()}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")


# Each operation and its answer when nothing is wrong; see test_auth.py for those that
# sign up, in and out.
SUCCESSES = {
    "GET /users/me": 200,
    "GET /bookmarks": 200,
    "POST /bookmarks": 201,
    "GET /bookmarks/{id}": 200,
    "PUT /bookmarks/{id}": 200,
    "PATCH /bookmarks/{id}": 200,
    "DELETE /bookmarks/{id}": 204,
    "GET /tags": 200,
    "GET /health": 200,
    "GET /openapi.json": 200,
}


@checks("route-1")
@pytest.mark.parametrize("operation", SUCCESSES)
def test_a_documented_operation_answers(alice: Client, operation: str) -> None:
    method, template = operation.split()
    path = at(alice, template)
    if "{id}" in template:
        path = f"/bookmarks/{alice.make_bookmark()['id']}"
    body = a_bookmark() if method in ("POST", "PUT", "PATCH") else None
    response = alice.request(method, path, json=body)
    assert response.status_code == SUCCESSES[operation]


@checks("route-2")
@pytest.mark.parametrize("path", ["/", "/nowhere", "/bookmarks/1/tags", "/users/1"])
def test_an_unknown_path_is_404_for_every_method(alice: Client, path: str) -> None:
    methods = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    assert_each(methods, lambda method: alice.request(method, path), NOT_FOUND)


@checks("route-2")
def test_an_unknown_path_is_404_without_a_valid_token(api: Client) -> None:
    for caller in (api, api.as_user("not-a-token")):
        for method in ("GET", "POST", "DELETE"):
            assert outcome(caller.request(method, "/nowhere")) == NOT_FOUND


@checks("route-3")
@pytest.mark.parametrize("template", ROUTES)
def test_another_method_on_a_known_path_is_405(alice: Client, template: str) -> None:
    path = at(alice, template)
    other = next(method for method in METHODS if method not in ROUTES[template])
    response = alice.request(other, path)
    assert response.status_code == 405


@checks("route-4")
@pytest.mark.parametrize("template", ROUTES)
def test_405_lists_every_method_of_the_path(alice: Client, template: str) -> None:
    path = at(alice, template)
    others = [method for method in METHODS if method not in ROUTES[template]]
    responses = {method: alice.request(method, path) for method in others}
    expected = (405, sorted(ROUTES[template]))
    got = {m: (r.status_code, allow_of(r)) for m, r in responses.items()}
    assert got == dict.fromkeys(others, expected)


# What GET answers, from success to every error that it has.
GETS = {
    "caller": "/users/me",
    "bookmark": "/bookmarks/{id}",
    "page": "/bookmarks?tag=kept",
    "page-with-a-next": "/bookmarks?limit=1",
    "tags": "/tags",
    "health": "/health",
    "description": "/openapi.json",
    "missing-bookmark": MISSING,
    "unknown-path": "/nowhere",
    "invalid-query": "/bookmarks?limit=0",
    "unknown-query": "/health?x=1",
}


@checks("route-5")
@pytest.mark.parametrize("name", GETS)
def test_head_has_the_status_and_headers_of_get(alice: Client, name: str) -> None:
    path = at(alice, GETS[name])
    if name == "page-with-a-next":
        alice.make_bookmark()  # besides the one that is kept
    assert_head_is_get(alice, path, {})


@checks("route-5")
def test_head_of_what_has_not_changed_is_304_like_get(alice: Client) -> None:
    etag = alice.etag_of(kept_bookmark(alice))
    path = at(alice, "/bookmarks/{id}")
    assert_head_is_get(alice, path, {"If-None-Match": etag})


@checks("route-5", "auth-3")
def test_head_without_a_token_is_401_like_get(api: Client) -> None:
    assert_head_is_get(api, "/bookmarks", {})


@checks("route-6")
@pytest.mark.parametrize("name", [*GETS, "another-method"])
def test_head_has_no_body(alice: Client, raw: OpenRaw, name: str) -> None:
    path = at(alice, {**GETS, "another-method": "/users"}[name])
    connection = raw()
    headers = [*authorization(alice), ("Connection", "close")]
    connection.request("HEAD", path, headers=headers)
    connection.read("HEAD", path)
    assert connection.closed(), "there are bytes after the header section"


@checks("route-7")
@pytest.mark.parametrize("template", ROUTES)
def test_options_is_204_and_lists_the_methods(
    api: Client, alice: Client, template: str
) -> None:
    response = api.options(at(alice, template))
    assert response.status_code == 204
    assert allow_of(response) == sorted(ROUTES[template])


@checks("route-8")
@pytest.mark.parametrize("template", ROUTES)
def test_no_path_takes_a_slash_at_its_end(alice: Client, template: str) -> None:
    path = f"{at(alice, template)}/"
    assert_each(
        sorted({*ROUTES[template], "GET"} - {"HEAD"}),
        lambda method: alice.request(method, path),
        NOT_FOUND,
    )


@checks("route-8")
@pytest.mark.parametrize("case", cases("routing/inexact_paths.toml"))
def test_a_path_that_is_nearly_right_is_404(alice: Client, case: Any) -> None:
    number = str(kept_bookmark(alice)["id"])
    paths = [path.replace("{id}", number) for path in case["paths"]]
    assert_each(paths, alice.get, NOT_FOUND)
    assert_each(paths, alice.post, NOT_FOUND)


@checks("route-1")
@pytest.mark.parametrize("case", cases("routing/needless_escapes.toml"))
def test_an_escaped_letter_or_digit_is_that_letter_or_digit(
    alice: Client, case: Any
) -> None:
    bookmark = kept_bookmark(alice)
    rest, last = str(bookmark["id"])[:-1], str(bookmark["id"])[-1]
    for path in case["paths"]:
        response = alice.get(path.replace("{rest}", rest).replace("{last}", last))
        assert response.status_code == 200
        assert response.json() == bookmark


@checks("route-9")
@pytest.mark.parametrize("case", cases("routing/encoded_slashes.toml"))
def test_an_encoded_slash_is_no_slash(alice: Client, case: Any) -> None:
    number = str(kept_bookmark(alice)["id"])
    paths = [path.replace("{id}", number) for path in case["paths"]]
    assert_each(paths, alice.get, NOT_FOUND)
    assert_each(paths, alice.options, NOT_FOUND)


@checks("route-10")
@pytest.mark.parametrize("case", cases("routing/not_ids.toml"))
def test_a_segment_that_is_no_id_makes_an_unknown_path(
    alice: Client, api: Client, case: Any
) -> None:
    paths = [f"/bookmarks/{segment_for(alice, text)}" for text in case["segments"]]
    assert_each(paths, alice.get, NOT_FOUND)
    # Not 401, and not 204: the path is not one of ours.
    assert_each(paths, api.options, NOT_FOUND)


@checks("route-10")
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_what_is_no_id_is_404_for_every_method_and_anybody(
    alice: Client, api: Client, method: str
) -> None:
    for text in ("+{id}", "{id}%0A", "{arabic}", "9223372036854775808"):
        path = f"/bookmarks/{segment_for(alice, text)}"
        for caller in (api, alice):
            response = caller.request(method, path, json=a_bookmark())
            assert outcome(response) == NOT_FOUND
    assert alice.get(at(alice, "/bookmarks/{id}")).json() == kept_bookmark(alice)


@checks("route-10")
def test_an_id_of_two_thousand_digits_is_404(alice: Client) -> None:
    assert outcome(alice.get(f"/bookmarks/{'9' * 2_000}")) == NOT_FOUND


@checks("route-10")
@pytest.mark.parametrize("number", [LARGEST_ID, 2**53 + 1])
def test_an_id_of_64_bits_makes_a_known_path(alice: Client, number: int) -> None:
    path = f"/bookmarks/{number}"
    assert alice.options(path).status_code == 204
    assert outcome(alice.post(path)) == "405 method-not-allowed"
    assert outcome(alice.get(path)) == NOT_FOUND


def segment_for(client: Client, text: str) -> str:
    """A segment with the id of a bookmark, in the digits that the text asks for."""
    number = kept_bookmark(client)["id"]
    return text.format(
        id=number,
        arabic=in_digits(number, "\N{ARABIC-INDIC DIGIT ZERO}"),
        fullwidth=in_digits(number, "\N{FULLWIDTH DIGIT ZERO}"),
    )


def in_digits(number: int, zero: str) -> str:
    """The number in the decimal digits that begin at `zero`, percent-encoded."""
    return quote("".join(chr(ord(zero) + int(digit)) for digit in str(number)))


def allow_of(response: httpx.Response) -> list[str]:
    """The methods in the Allow header."""
    value = response.headers.get("Allow", "")
    return sorted(method.strip() for method in value.split(","))


def assert_head_is_get(client: Client, path: str, headers: dict[str, str]) -> None:
    """HEAD says what GET says, header by header.

    Where others write at the same time a page may change in between, so HEAD
    stands between two GETs that agree.
    """
    __tracebackhide__ = True
    for _ in range(5):
        before = client.get(path, headers=headers)
        head = client.head(path, headers=headers)
        after = client.get(path, headers=headers)
        if said_by(before) == said_by(after):
            break
    assert head.status_code == before.status_code
    assert said_by(head) == said_by(before)


def said_by(response: httpx.Response) -> list[tuple[str, str]]:
    """Headers without the time, and without those of the connection.

    RFC 9110 9.3.2: HEAD may leave out what is known only when a body is made, and
    that is Transfer-Encoding.
    """
    return headers_of(response, "date", "connection", "keep-alive", "transfer-encoding")
