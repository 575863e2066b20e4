"""Lists of bookmarks, as a client makes them and walks through their pages."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx

from contract_tests.support.client import Client
from contract_tests.support.inputs import a_bookmark

Bookmarks = list[dict[str, Any]]


def make(
    client: Client, tag: str, titles: list[str], tags: list[str] | None = None
) -> Bookmarks:
    """Bookmarks with these titles, one after another, that carry the tag."""
    every = [tag, *(tags or [])]
    return [client.make_bookmark(**a_bookmark(title=t, tags=every)) for t in titles]


def get(client: Client, **query: Any) -> httpx.Response:
    """One page; the parameters as they are."""
    return client.get("/bookmarks", params=query)


def items(client: Client, **query: Any) -> Bookmarks:
    """The items of one page."""
    response = get(client, **query)
    assert response.status_code == 200, f"expected 200, got {response.status_code}"
    found: Bookmarks = response.json()["items"]
    return found


def pages(client: Client, **query: Any) -> Iterator[dict[str, Any]]:
    """Page after page, as `next` leads."""
    while True:
        page = get(client, **query).json()
        yield page
        if page["next"] is None:
            return
        query["cursor"] = page["next"]


def walk(client: Client, **query: Any) -> Iterator[dict[str, Any]]:
    """Every item of every page."""
    for page in pages(client, **query):
        yield from page["items"]


def next_link(response: httpx.Response) -> str:
    """Path and query of the Link to the next page; empty if there is none."""
    url = response.links.get("next", {}).get("url", "")
    parts = urlsplit(str(response.url.join(url))) if url else None
    return f"{parts.path}?{parts.query}" if parts else ""
