"""What tests send: valid bookmarks, raw JSON, the operations that take a body."""

import json
import secrets
from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client

WITH_BODY = [
    ("POST", "/users"),
    ("POST", "/tokens"),
    ("POST", "/bookmarks"),
    ("PUT", "/bookmarks/{id}"),
    ("PATCH", "/bookmarks/{id}"),
]

each_operation_with_a_body = pytest.mark.parametrize(
    ("method", "template"), WITH_BODY, ids=[" ".join(each) for each in WITH_BODY]
)

framings = pytest.mark.parametrize("chunked", [False, True], ids=["sized", "chunked"])

JSON = "application/json"
LARGEST_BODY = 65_536
LARGEST_ID = 2**63 - 1
# A path of ours at which there is no bookmark.
MISSING = f"/bookmarks/{LARGEST_ID}"

# A character outside the basic plane: 2 units in UTF-16, 4 bytes in UTF-8.
OWL = "\N{OWL}"

_kept: dict[tuple[str, str], dict[str, Any]] = {}


def a_bookmark(**members: Any) -> dict[str, Any]:
    """What POST and PUT take: a url and title that are unique unless given."""
    mark = secrets.token_hex(6)
    return {"url": f"https://example.com/{mark}", "title": f"Title {mark}", **members}


def input_for(template: str, client: Client) -> dict[str, Any]:
    """A valid body for an operation of that path; nobody new is made by it."""
    if template in ("/users", "/tokens"):
        return {"username": client.username or "nobody", "password": "not this one"}
    return a_bookmark()


def path_of(bookmark: dict[str, Any]) -> str:
    """Where a bookmark is."""
    return f"/bookmarks/{bookmark['id']}"


def full_bookmark(client: Client, **members: Any) -> dict[str, Any]:
    """A new bookmark in which no member has its default."""
    return client.make_bookmark(**{"notes": "Notes", "tags": ["a", "b"], **members})


def members_of(bookmark: dict[str, Any]) -> dict[str, Any]:
    """What a client may send of a bookmark."""
    return {name: bookmark[name] for name in ("url", "title", "notes", "tags")}


def without_times(bookmark: dict[str, Any]) -> dict[str, Any]:
    """A bookmark without the member that every change moves."""
    return {name: bookmark[name] for name in bookmark if name != "updated_at"}


def kept_bookmark(client: Client) -> dict[str, Any]:
    """A bookmark of the client for all tests that do not change it."""
    key = (client.url, client.token)
    if key not in _kept:
        _kept[key] = client.make_bookmark(tags=["kept"])
    return _kept[key]


def at(client: Client, template: str) -> str:
    """A path of that template, of a bookmark for tests that do not change it.

    Skips a path of users on a server that has none yet.
    """
    if not client.token and template.startswith(("/users", "/tokens")):
        pytest.skip("not applicable: the server has no users")
    return template.replace("{id}", str(kept_bookmark(client)["id"]))


def as_json(value: Any) -> bytes:
    """JSON in UTF-8 as most clients write it: other than ASCII stands as it is."""
    return json.dumps(value, ensure_ascii=False).encode()


def send_json(
    client: Client,
    method: str,
    path: str,
    body: Any,
    content_type: str | None = JSON,
    **headers: str,
) -> httpx.Response:
    """Send bytes (or an iterator of chunks) with this Content-Type, or none."""
    if content_type is not None:
        headers["Content-Type"] = content_type
    return client.request(method, path, content=body, headers=headers)


def authorization(client: Client) -> list[tuple[str, str]]:
    """The header lines that sign a raw request in."""
    return [("Authorization", f"Bearer {client.token}")] if client.token else []


def headers_of(response: httpx.Response, *but: str) -> list[tuple[str, str]]:
    """The response's headers, sorted, names in small letters, without `but`."""
    pairs = response.headers.multi_items()
    return sorted((name, value) for name, value in pairs if name not in but)
