"""Reading bodies: which content types are taken, and what is told of others?"""

from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import (
    JSON,
    WITH_BODY,
    a_bookmark,
    as_json,
    at,
    each_operation_with_a_body,
    input_for,
    send_json,
)
from contract_tests.support.outcomes import assert_each, outcome

MERGE_PATCH = "application/merge-patch+json"
OTHER_TYPE = "415 unsupported-media-type"

# A refusal that takes longer was no refusal at once.
AT_ONCE_SECONDS = 2.0


@checks("body-2")
@pytest.mark.parametrize("case", cases("bodies/json_types.toml"))
def test_a_body_declared_as_json_is_read(alice: Client, case: Any) -> None:
    def declared(content_type: str) -> httpx.Response:
        body = as_json(a_bookmark())
        return send_json(alice, "POST", "/bookmarks", body, content_type)

    assert_each(case["values"], declared, "201")


@checks("body-2")
@pytest.mark.parametrize("case", cases("bodies/other_types.toml"))
def test_a_body_declared_as_something_else_is_415(alice: Client, case: Any) -> None:
    def declared(content_type: str) -> httpx.Response:
        body = as_json(a_bookmark())
        return send_json(alice, "POST", "/bookmarks", body, content_type)

    assert_each(case["values"], declared, OTHER_TYPE)


@checks("body-2")
@each_operation_with_a_body
def test_every_operation_with_a_body_wants_json(
    alice: Client, method: str, template: str
) -> None:
    path = at(alice, template)
    body = as_json(input_for(template, alice))
    for content_type in (None, "text/plain", f"{JSON}; charset=utf-16"):
        response = send_json(alice, method, path, body, content_type)
        assert outcome(response) == OTHER_TYPE


@checks("body-2", "body-3")
@pytest.mark.parametrize(("method", "template"), WITH_BODY[:-1])
def test_only_patch_takes_a_merge_patch(
    alice: Client, method: str, template: str
) -> None:
    path = at(alice, template)
    body = as_json(input_for(template, alice))
    assert outcome(send_json(alice, method, path, body, MERGE_PATCH)) == OTHER_TYPE


@checks("body-2")
def test_a_type_with_very_many_semicolons_is_415_at_once(alice: Client) -> None:
    content_type = JSON + "; " * 500 + "charset=utf-16"
    response = send_json(alice, "POST", "/bookmarks", b"{}", content_type)
    assert outcome(response) == OTHER_TYPE
    assert response.elapsed.total_seconds() < AT_ONCE_SECONDS


@checks("body-3")
@pytest.mark.parametrize("content_type", [JSON, MERGE_PATCH])
def test_patch_takes_both_types(alice: Client, content_type: str) -> None:
    path = f"/bookmarks/{alice.make_bookmark()['id']}"
    for number, suffix in enumerate(("", "; charset=utf-8", ";CHARSET=UTF-8")):
        body = as_json({"title": f"New {number}"})
        response = send_json(alice, "PATCH", path, body, content_type + suffix)
        assert response.status_code == 200
        assert response.json()["title"] == f"New {number}"


@checks("body-3")
def test_415_of_patch_names_both_types_in_accept_patch(alice: Client) -> None:
    path = at(alice, "/bookmarks/{id}")
    for content_type in (
        None,
        "text/plain",
        "application/json-patch+json",
        "application/merge-patch",
        f"{MERGE_PATCH}; charset=utf-16",
        f"{MERGE_PATCH}; version=1",
    ):
        response = send_json(alice, "PATCH", path, b"{}", content_type)
        assert outcome(response) == OTHER_TYPE
        named = response.headers["Accept-Patch"].lower().split(",")
        assert sorted(each.strip() for each in named) == [JSON, MERGE_PATCH]
