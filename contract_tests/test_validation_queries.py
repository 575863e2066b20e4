"""Validation of query parameters: is what was asked what the API can answer?"""

from typing import Any
from urllib.parse import quote_from_bytes

import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import OWL, a_bookmark, at, input_for
from contract_tests.support.outcomes import assert_each
from contract_tests.support.problems import assert_invalid, assert_problem

TWENTY_TAGS = [("tag", f"tag-{number:02}") for number in range(20)]

# Signing out is tested in test_auth.py, with a token that nobody else needs.
OPERATIONS = [
    "POST /users",
    "GET /users/me",
    "POST /tokens",
    "GET /bookmarks",
    "POST /bookmarks",
    "GET /bookmarks/{id}",
    "PUT /bookmarks/{id}",
    "PATCH /bookmarks/{id}",
    "DELETE /bookmarks/{id}",
    "GET /tags",
    "GET /health",
    "GET /openapi.json",
]


@checks("valid-13")
@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_unknown_query_parameter_is_422_on_every_operation(
    alice: Client, operation: str
) -> None:
    method, template = operation.split()
    path = at(alice, template)
    has_body = method in ("POST", "PUT", "PATCH")
    body = input_for(template, alice) if has_body else None
    response = alice.request(method, f"{path}?nonsense=1", json=body)
    assert_invalid(response, parameters=["nonsense"])


@checks("valid-13")
def test_an_unknown_query_parameter_changes_nothing(alice: Client) -> None:
    bookmark = alice.make_bookmark()
    path = f"/bookmarks/{bookmark['id']}"
    for method, body in (("PATCH", {"notes": "changed"}), ("DELETE", None)):
        response = alice.request(method, f"{path}?nonsense", json=body)
        assert_invalid(response, parameters=["nonsense"])
    assert alice.get(path).json() == bookmark


@checks("valid-13")
@pytest.mark.parametrize("case", cases("validation/unknown_parameters.toml"))
def test_a_query_parameter_nobody_knows_is_422(
    alice: Client, case: dict[str, str]
) -> None:
    for query, name in case.items():
        assert_invalid(alice.get(f"/bookmarks?{query}"), parameters=[name])


@checks("valid-13")
@pytest.mark.parametrize("template", ["/tags", "/bookmarks/{id}", "/health"])
def test_a_parameter_of_the_list_is_unknown_elsewhere(
    alice: Client, template: str
) -> None:
    response = alice.get(f"{at(alice, template)}?limit=5&tag=a")
    assert_invalid(response, parameters=["limit", "tag"])


@checks("valid-13")
@pytest.mark.parametrize(
    ("name", "first", "second"),
    [("limit", "5", "6"), ("sort", "title", "-title"), ("q", "a", "b")],
)
def test_a_repeated_query_parameter_is_422(
    alice: Client, name: str, first: str, second: str
) -> None:
    for values in ([first, second], [first, first]):
        response = alice.get("/bookmarks", params={name: values})
        assert_invalid(response, parameters=[name])


@checks("valid-13")
def test_a_repeated_cursor_is_422(alice: Client, unique: str) -> None:
    for _ in range(2):
        alice.make_bookmark(tags=[unique])
    path = f"/bookmarks?tag={unique}&limit=1"
    cursor = alice.get(path).json()["next"]
    response = alice.get(f"{path}&cursor={cursor}&cursor={cursor}")
    assert_invalid(response, parameters=["cursor"])


@checks("valid-14")
@pytest.mark.parametrize("case", cases("validation/bad_queries.toml"))
def test_a_malformed_query_parameter_is_422(alice: Client, case: Any) -> None:
    name = case["queries"][0].partition("=")[0]
    assert_each(
        case["queries"],
        lambda query: alice.get(f"/bookmarks?{query}"),
        f"422 {name}",
    )


@checks("valid-14")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("q", "a" * 201),
        ("q", OWL * 201),
        ("tag", "a" * 51),
        ("limit", "1" * 2_000),
        ("cursor", "a" * 2_000),
    ],
    ids=lambda text: f"{text[:2]}-{len(text)}",
)
def test_too_long_a_query_parameter_is_422(
    alice: Client, name: str, value: str
) -> None:
    response = alice.get("/bookmarks", params={name: value})
    assert_invalid(response, parameters=[name])


@checks("valid-14")
def test_more_than_20_tags_are_422(alice: Client) -> None:
    assert alice.get("/bookmarks", params=TWENTY_TAGS).status_code == 200
    response = alice.get("/bookmarks", params=[*TWENTY_TAGS, ("tag", "tag-20")])
    assert_invalid(response, parameters=["tag"])


@checks("valid-14")
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("limit", ["1", "100"]),
        ("q", ["a", " ", "a" * 200, OWL * 200]),
        ("tag", ["0", "a" * 50]),
        ("sort", ["created_at", "-created_at", "title", "-title"]),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_the_last_good_value_of_a_query_parameter_passes(
    alice: Client, name: str, values: list[str]
) -> None:
    assert_each(
        values, lambda each: alice.get("/bookmarks", params={name: each}), "200"
    )


@checks("valid-13")
def test_a_thousand_unknown_parameters_are_422(alice: Client) -> None:
    response = alice.get("/tags?" + "&".join("a" * 1_100))
    assert response.status_code == 422


@checks("valid-14")
def test_all_bad_query_parameters_are_reported_at_once(alice: Client) -> None:
    query = "limit=0&sort=id&q=&tag=A&cursor=nonsense&page=1"
    response = alice.get(f"/bookmarks?{query}")
    names = ["limit", "sort", "q", "tag", "cursor", "page"]
    assert_invalid(response, parameters=names)


@checks("valid-14")
def test_a_cursor_of_another_sort_is_reported_with_the_rest(
    alice: Client, unique: str
) -> None:
    for _ in range(2):
        alice.make_bookmark(tags=[unique])
    cursor = alice.get(f"/bookmarks?tag={unique}&limit=1").json()["next"]
    response = alice.get(f"/bookmarks?tag=-&sort=title&cursor={cursor}")
    assert_invalid(response, parameters=["cursor", "tag"])


@checks("valid-2", "valid-13")
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_bad_members_and_parameters_are_reported_together(
    alice: Client, method: str
) -> None:
    path = at(alice, "/bookmarks" if method == "POST" else "/bookmarks/{id}")
    body = a_bookmark(title=5, tags=["A"])
    response = alice.request(method, f"{path}?page=1&limit=5", json=body)
    pointers = ["/title", "/tags/0"]
    assert_invalid(response, pointers=pointers, parameters=["page", "limit"])


@checks("valid-15")
@pytest.mark.parametrize("name", ["q", "tag", "sort", "limit", "cursor"])
@pytest.mark.parametrize("case", cases("bodies/not_utf_8.toml"))
def test_a_parameter_that_is_not_utf_8_is_422(
    alice: Client, case: Any, name: str
) -> None:
    values = [quote_from_bytes(bytes.fromhex(each)) for each in case["bytes"]]
    assert_each(
        values,
        lambda value: alice.get(f"/bookmarks?{name}=a{value}"),
        f"422 {name}",
    )


@checks("valid-15")
@pytest.mark.parametrize("path", ["/bookmarks", "/tags"])
def test_a_name_that_is_not_utf_8_is_422(alice: Client, path: str) -> None:
    response = alice.get(f"{path}?%FF=1")
    errors = assert_problem(response, 422, "invalid")["errors"]
    # There is no text for these bytes: how they are shown is left open.
    assert [list(error) for error in errors] == [["parameter", "detail"]]
