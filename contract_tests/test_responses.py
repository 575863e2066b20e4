"""Responses: do the headers tell the truth about the answer?"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.inputs import (
    JSON,
    LARGEST_BODY,
    MISSING,
    OWL,
    a_bookmark,
    at,
    authorization,
    kept_bookmark,
    send_json,
)
from contract_tests.support.raw import OpenRaw
from contract_tests.support.start import Started

Ask = Callable[[Client], httpx.Response]

PROBLEM = "application/problem+json"

# RFC 9110 5.6.7: IMF-fixdate, the one form that a sender may use.
DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT"
)


def stale(client: Client) -> httpx.Response:
    """A write that somebody else was faster than."""
    headers = {"If-Match": '"stale"'}
    return client.delete(at(client, "/bookmarks/{id}"), headers=headers)


def not_modified(client: Client) -> httpx.Response:
    """A read of what has not changed."""
    headers = {"If-None-Match": "*"}
    return client.get(at(client, "/bookmarks/{id}"), headers=headers)


# How to get each status, but those of accounts; they are tested by themselves.
ANSWERS: dict[int, Ask] = {
    200: lambda client: client.get(at(client, "/bookmarks/{id}")),
    201: lambda client: client.post("/bookmarks", json=a_bookmark()),
    204: lambda client: client.delete(f"/bookmarks/{client.make_bookmark()['id']}"),
    304: not_modified,
    400: lambda client: send_json(client, "POST", "/bookmarks", b"{"),
    404: lambda client: client.get(MISSING),
    405: lambda client: client.delete("/bookmarks"),
    409: lambda client: client.post("/bookmarks", json=same_url(client)),
    412: stale,
    413: lambda client: send_json(
        client, "POST", "/bookmarks", b" " * (LARGEST_BODY + 1), Connection="close"
    ),
    415: lambda client: send_json(client, "POST", "/bookmarks", b"{}", "text/plain"),
    422: lambda client: client.get("/bookmarks?limit=0"),
}

each_status = pytest.mark.parametrize("status", ANSWERS)


def same_url(client: Client) -> dict[str, Any]:
    """A bookmark with a url that the client has."""
    return a_bookmark(url=kept_bookmark(client)["url"])


def answer(client: Client, status: int) -> httpx.Response:
    """A response of that status."""
    __tracebackhide__ = True
    response = ANSWERS[status](client)
    assert response.status_code == status
    return response


# ------------------------------------------------------------------ content type


@checks("response-1")
@pytest.mark.parametrize(
    "template", ["/users/me", "/bookmarks", "/bookmarks/{id}", "/tags", "/health"]
)
def test_json_is_declared_as_json(alice: Client, template: str) -> None:
    response = alice.get(at(alice, template))
    assert media_type(response) == JSON
    assert isinstance(response.json(), dict)


@checks("response-1")
@pytest.mark.parametrize("status", [each for each in ANSWERS if each >= 400])
def test_an_error_is_declared_as_a_problem(alice: Client, status: int) -> None:
    response = answer(alice, status)
    assert media_type(response) == PROBLEM
    assert response.json()["status"] == status


@checks("response-1")
def test_json_is_utf_8(alice: Client) -> None:
    # RFC 8259 8.1: UTF-8, and no byte order mark.
    bookmark = alice.make_bookmark(title=f"ü{OWL}")
    response = alice.get(f"/bookmarks/{bookmark['id']}")
    assert not response.content.startswith(b"\xef\xbb\xbf")
    assert json.loads(response.content.decode("utf-8"))["title"] == f"ü{OWL}"


def media_type(response: httpx.Response) -> str:
    """The Content-Type without parameters."""
    return str(response.headers["Content-Type"]).partition(";")[0].strip().lower()


# ---------------------------------------------------------------------- location


@checks("response-2")
def test_the_location_of_a_bookmark_leads_to_it(alice: Client) -> None:
    response = alice.post("/bookmarks", json=a_bookmark())
    path = path_from(alice, "/bookmarks", response)
    assert path == f"/bookmarks/{response.json()['id']}"
    assert alice.get(path).json() == response.json()


def path_from(client: Client, base: str, response: httpx.Response) -> str:
    """The path that Location names, seen from `base` (RFC 9110 10.2.2)."""
    __tracebackhide__ = True
    assert response.status_code == 201
    url = urlsplit(urljoin(client.url + base, response.headers["Location"]))
    assert f"{url.scheme}://{url.netloc}" == client.url
    return url.path


# ----------------------------------------------------------------- without a body


@checks("response-3")
@pytest.mark.parametrize("method", ["DELETE", "OPTIONS"])
def test_204_has_neither_body_nor_content_type(
    alice: Client, raw: OpenRaw, method: str
) -> None:
    path = f"/bookmarks/{alice.make_bookmark()['id']}"
    connection = raw()
    headers = [*authorization(alice), ("Connection", "close")]
    connection.request(method, path, headers=headers)
    response = connection.read(method, path)
    assert response.status == 204
    assert response.header("Content-Type") is None
    assert connection.closed(), "there are bytes after the header section"


# ------------------------------------------------------------- security and caches


@checks("response-4")
@each_status
def test_every_response_says_nosniff(alice: Client, status: int) -> None:
    sniff = answer(alice, status).headers.get_list("X-Content-Type-Options")
    assert [each.lower() for each in sniff] == ["nosniff"]


@checks("response-4", "auth-3")
def test_401_says_nosniff(api: Client) -> None:
    response = api.get("/bookmarks")
    assert response.status_code == 401
    assert response.headers["X-Content-Type-Options"].lower() == "nosniff"


@checks("response-5")
@pytest.mark.parametrize(
    "template", ["/users/me", "/bookmarks", "/bookmarks/{id}", "/tags"]
)
def test_what_belongs_to_a_caller_is_private(alice: Client, template: str) -> None:
    response = alice.get(at(alice, template))
    assert response.status_code == 200
    assert cache_control(response) == ["no-cache", "private"]
    headers = {"If-None-Match": response.headers["ETag"]}
    assert cache_control(alice.head(at(alice, template))) == ["no-cache", "private"]
    unchanged = alice.get(at(alice, template), headers=headers)
    assert cache_control(unchanged) == ["no-cache", "private"]


@checks("response-5")
def test_what_a_caller_wrote_is_private(alice: Client) -> None:
    created = alice.post("/bookmarks", json=a_bookmark())
    path = f"/bookmarks/{created.json()['id']}"
    replaced = alice.put(path, json=a_bookmark())
    changed = alice.patch(path, json={"title": "New"})
    for response in (created, replaced, changed):
        assert cache_control(response) == ["no-cache", "private"]


def cache_control(response: httpx.Response) -> list[str]:
    """The directives of Cache-Control, sorted."""
    value = response.headers.get("Cache-Control", "")
    return sorted(directive.strip().lower() for directive in value.split(","))


# ---------------------------------------------------------------- date and framing


@checks("response-7")
@each_status
def test_every_response_has_one_true_date(alice: Client, status: int) -> None:
    dates = answer(alice, status).headers.get_list("Date")
    assert len(dates) == 1
    assert DATE.fullmatch(dates[0])


@checks("response-7")
def test_the_date_is_now(started: Started, api: Client) -> None:
    if started.target.backend is None:
        pytest.skip("not applicable: the server's clock need not be ours")
    date = parsedate_to_datetime(api.get("/health").headers["Date"])
    apart = abs((date - datetime.now(UTC)).total_seconds())
    assert apart < 60, f"Date is {apart:.0f} seconds off"


# What answers with a body: method, path, and whether letters other than ASCII are in.
BODIES = {
    "bookmark": ("GET", "/bookmarks/{id}"),
    "page": ("GET", "/bookmarks?tag={tag}"),
    "tags": ("GET", "/tags"),
    "health": ("GET", "/health"),
    "description": ("GET", "/openapi.json"),
    "unknown-path": ("GET", "/nowhere"),
    "another-method": ("DELETE", "/bookmarks"),
    "missing": ("GET", MISSING),
    "invalid": ("GET", "/bookmarks?gr%C3%B6%C3%9Fe=1"),
    "no-type": ("POST", "/bookmarks"),
}


@checks("response-8")
@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_framed_in_one_way_and_rightly(
    alice: Client, raw: OpenRaw, unique: str, name: str
) -> None:
    # Characters of two and of four bytes: a length in characters is too short.
    bookmark = alice.make_bookmark(title=f"ü{OWL}" * 50, tags=[unique])
    method, template = BODIES[name]
    path = template.format(id=bookmark["id"], tag=unique)
    connection = raw()
    headers = [*authorization(alice), ("Connection", "close")]
    connection.request(method, path, headers=headers)
    response = connection.read(method, path)
    names = [key.lower() for key, _ in response.headers]
    framings = names.count("content-length") + names.count("transfer-encoding")
    assert framings == 1
    assert response.json(), "the body is shorter than the JSON in it"
    assert connection.closed(), "the body is longer than it was said to be"
