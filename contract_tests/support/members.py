"""Bookmarks with members that are tried out, by each method that takes them."""

from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.inputs import a_bookmark, at

each_method = pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])


def send(client: Client, method: str, members: dict[str, Any]) -> httpx.Response:
    """Send these members, that will be refused, in a bookmark that is good else."""
    path = "/bookmarks" if method == "POST" else at(client, "/bookmarks/{id}")
    body = members if method == "PATCH" else a_bookmark(**members)
    return client.request(method, path, json=body)


def post(client: Client, **members: Any) -> httpx.Response:
    """POST a bookmark with these members."""
    return client.post("/bookmarks", json=a_bookmark(**members))


def assert_taken(client: Client, method: str, members: dict[str, Any]) -> None:
    """The method takes these members; it and GET return them as they are."""
    __tracebackhide__ = True
    path = "/bookmarks"
    if method != "POST":
        path = f"/bookmarks/{client.make_bookmark()['id']}"
    body = members if method == "PATCH" else a_bookmark(**members)
    response = client.request(method, path, json=body)
    assert response.status_code in (200, 201)
    assert_holds(response, members)
    assert_holds(client.get(f"/bookmarks/{response.json()['id']}"), members)


def assert_holds(response: httpx.Response, members: dict[str, Any]) -> None:
    """The bookmark in the response has these members."""
    __tracebackhide__ = True
    bookmark = response.json()
    assert {name: bookmark[name] for name in members} == members
