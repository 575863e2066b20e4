"""Cross-origin requests: which other sites may call this API from a browser?"""

from typing import Any

import httpx
import pytest

from contract_tests.support.breakdown import ORIGIN, Breakdown
from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import (
    LARGEST_BODY,
    MISSING,
    a_bookmark,
    as_json,
    at,
    kept_bookmark,
    send_json,
)
from contract_tests.support.openapi import paths

# As the suite starts its servers: CORS_ORIGINS=https://app.example,http://localhost:3000
ALLOWED = ["https://app.example", "http://localhost:3000"]
ROUTES = {path.template: path.methods for path in paths()}


@checks("cors-1")
@pytest.mark.parametrize("origin", ALLOWED)
@pytest.mark.parametrize("template", ROUTES)
def test_a_preflight_names_origin_and_methods(
    alice: Client, template: str, origin: str
) -> None:
    methods = set(ROUTES[template]) - {"OPTIONS"}
    for method in methods:
        response = preflight(alice, at(alice, template), origin, method)
        assert response.status_code in (200, 204)
        assert response.headers["Access-Control-Allow-Origin"] == origin
        assert method in names_in(response, "Access-Control-Allow-Methods")
        assert "origin" in names_in(response, "Vary", str.lower)


@checks("cors-1")
@pytest.mark.parametrize(
    "header", ["authorization", "content-type", "if-match", "if-none-match"]
)
def test_a_preflight_allows_the_headers_that_the_api_uses(
    api: Client, header: str
) -> None:
    response = preflight(api, "/bookmarks", ALLOWED[0], "POST", header)
    allowed = names_in(response, "Access-Control-Allow-Headers", str.lower)
    assert response.status_code in (200, 204)
    assert header in allowed


@checks("cors-1")
def test_a_preflight_that_asks_for_more_gets_what_there_is(api: Client) -> None:
    # It is for the browser to refuse; to the server it is a preflight as any other.
    for method, header in (("POST", "x-unknown"), ("TRACE", "content-type")):
        response = preflight(api, "/bookmarks", ALLOWED[0], method, header)
        assert response.status_code in (200, 204)
        allowed = names_in(response, "Access-Control-Allow-Headers", str.lower)
        assert "x-unknown" not in allowed
        assert "TRACE" not in names_in(response, "Access-Control-Allow-Methods")


@checks("cors-2")
@pytest.mark.parametrize("origin", ALLOWED)
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/bookmarks?limit=1", 200),
        ("HEAD", "/users/me", 200),
        ("GET", "/health", 200),
        ("GET", "/nowhere", 404),
        ("DELETE", "/bookmarks", 405),
        ("GET", MISSING, 404),
        ("POST", "/bookmarks", 415),
        ("GET", "/bookmarks?limit=0", 422),
    ],
)
def test_every_response_names_an_allowed_origin(
    alice: Client, method: str, path: str, status: int, origin: str
) -> None:
    response = alice.request(method, path, headers={"Origin": origin})
    assert response.status_code == status
    assert_named(response, origin)


@checks("cors-2", "auth-3")
def test_a_401_names_an_allowed_origin(api: Client) -> None:
    response = api.get("/bookmarks", headers={"Origin": ALLOWED[0]})
    assert response.status_code == 401
    assert_named(response, ALLOWED[0])


@checks("cors-2")
def test_created_changed_unchanged_and_deleted_name_an_allowed_origin(
    alice: Client, unique: str
) -> None:
    browser = alice.with_headers({"Origin": ALLOWED[1]})
    body = {"url": f"https://example.com/{unique}", "title": unique}
    created = browser.post("/bookmarks", json=body)
    path = f"/bookmarks/{created.json()['id']}"
    etag = {"If-None-Match": created.headers["ETag"]}
    responses = [
        created,
        browser.get(path, headers=etag),
        browser.patch(path, json={"notes": "new"}),
        browser.patch(path, json={}, headers={"If-Match": '"stale"'}),
        browser.delete(path),
    ]
    assert [each.status_code for each in responses] == [201, 304, 200, 412, 204]
    for response in responses:
        assert_named(response, ALLOWED[1])


@checks("cors-2")
def test_a_refused_body_names_an_allowed_origin(alice: Client) -> None:
    browser = alice.with_headers({"Origin": ALLOWED[0]})
    taken = a_bookmark(url=kept_bookmark(alice)["url"])
    too_large = b" " * (LARGEST_BODY + 1)
    responses = [
        send_json(browser, "POST", "/bookmarks", b"{"),
        send_json(browser, "POST", "/bookmarks", as_json(taken)),
        send_json(browser, "POST", "/bookmarks", too_large, Connection="close"),
    ]
    assert [each.status_code for each in responses] == [400, 409, 413]
    for response in responses:
        assert_named(response, ALLOWED[0])


@checks("cors-2", "host-1")
def test_a_refused_host_names_an_allowed_origin(api: Client) -> None:
    headers = {"Origin": ALLOWED[0], "Host": "evil.example"}
    response = api.get("/health", headers=headers)
    assert response.status_code == 400
    assert_named(response, ALLOWED[0])


# Comes first, with the tests that have a server, and makes the recording.
@pytest.mark.usefixtures("private_server")
@checks("cors-2", "error-3")
def test_an_unexpected_failure_names_an_allowed_origin(breakdown: Breakdown) -> None:
    response = breakdown.answer("origin")
    assert response.status_code == 500
    assert_named(response, ORIGIN)


@checks("cors-3")
@pytest.mark.parametrize("path", ["/bookmarks", "/users/me", "/nowhere"])
def test_etag_location_and_link_are_exposed(alice: Client, path: str) -> None:
    response = alice.get(path, headers={"Origin": ALLOWED[0]})
    exposed = names_in(response, "Access-Control-Expose-Headers", str.lower)
    assert exposed >= {"etag", "location", "link"}


@checks("cors-4")
@pytest.mark.parametrize("case", cases("cors/other_origins.toml"))
def test_another_origin_gets_no_permission(alice: Client, case: Any) -> None:
    for path in ("/bookmarks", "/nowhere"):
        response = alice.get(path, headers={"Origin": case["origin"]})
        assert permissions(response) == []


@checks("cors-4")
@pytest.mark.parametrize("case", cases("cors/other_origins.toml"))
def test_a_preflight_from_another_origin_is_a_plain_options(
    api: Client, case: Any
) -> None:
    response = preflight(api, "/bookmarks", case["origin"], "POST")
    assert response.status_code == 204
    assert names_in(response, "Allow") == set(ROUTES["/bookmarks"])
    assert permissions(response) == []


@checks("cors-4")
def test_without_an_origin_there_is_no_permission(alice: Client) -> None:
    assert permissions(alice.get("/bookmarks")) == []
    assert permissions(alice.options("/bookmarks")) == []


@checks("cors-4", "route-2")
def test_a_preflight_for_an_unknown_path_is_404(api: Client) -> None:
    assert preflight(api, "/nowhere", "https://evil.example", "GET").status_code == 404


def preflight(
    client: Client, path: str, origin: str, method: str, *headers: str
) -> httpx.Response:
    """Ask as a browser does before a request that is not simple (Fetch 4.8)."""
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    if headers:
        asked["Access-Control-Request-Headers"] = ",".join(headers)
    return client.options(path, headers=asked)


def assert_named(response: httpx.Response, origin: str) -> None:
    """The response may be read by that origin, and caches know it depends on it."""
    __tracebackhide__ = True
    named = response.headers.get_list("Access-Control-Allow-Origin")
    assert named == [origin]
    assert "origin" in names_in(response, "Vary", str.lower)


def permissions(response: httpx.Response) -> list[str]:
    """The names of the response's Access-Control headers."""
    return [name for name in response.headers if name.startswith("access-control")]


def names_in(
    response: httpx.Response, header: str, change: Any = str.strip
) -> set[str]:
    """The members of a header that is a list."""
    values = ",".join(response.headers.get_list(header)).split(",")
    return {change(value.strip()) for value in values if value.strip()}
