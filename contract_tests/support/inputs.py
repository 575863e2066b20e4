"""What tests send: valid bookmarks, raw JSON, the operations that take a body."""

import json
import secrets
from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client

# Operations with a body, the template of their path, and a body that is valid but
# for values that have to be unique.
WITH_BODY = [
    ("POST", "/users"),
    ("POST", "/tokens"),
    ("POST", "/bookmarks"),
    ("PUT", "/bookmarks/{id}"),
    ("PATCH", "/bookmarks/{id}"),
]

LARGEST_BODY = 65_536


def a_bookmark(**members: Any) -> dict[str, Any]:
    """What POST and PUT take: a url and title that are unique unless given."""
    mark = secrets.token_hex(6)
    return {"url": f"https://example.com/{mark}", "title": f"Title {mark}", **members}


def input_for(path: str, client: Client) -> dict[str, Any]:
    """A valid body for an operation of that path; nobody new is made by it."""
    if path in ("/users", "/tokens"):
        return {"username": client.username or "nobody", "password": "not this one"}
    return a_bookmark()


def without_users(client: Client, path: str) -> bool:
    """Whether this path belongs to users, on a server that has none yet."""
    return not client.token and path.startswith(("/users", "/tokens"))


def skip_without_users(client: Client, path: str = "/users") -> None:
    """Not applicable to a path of users on a server that has none yet."""
    if without_users(client, path):
        pytest.skip("not applicable: the server has no users")


def as_json(value: Any) -> bytes:
    """JSON in UTF-8 as most clients write it: other than ASCII stands as it is."""
    return json.dumps(value, ensure_ascii=False).encode()


def send_json(
    client: Client,
    method: str,
    path: str,
    body: Any,
    content_type: str | None = "application/json",
) -> httpx.Response:
    """Send bytes (or an iterator of chunks) with this Content-Type, or none."""
    headers = {} if content_type is None else {"Content-Type": content_type}
    return client.request(method, path, content=body, headers=headers)


def authorization(client: Client) -> list[tuple[str, str]]:
    """The header lines that sign a raw request in."""
    return [("Authorization", f"Bearer {client.token}")] if client.token else []


def headers_of(response: httpx.Response, *but: str) -> list[tuple[str, str]]:
    """The response's headers, sorted, names in small letters, without `but`."""
    pairs = response.headers.multi_items()
    return sorted((name, value) for name, value in pairs if name not in but)
