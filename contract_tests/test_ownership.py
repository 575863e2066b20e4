"""Ownership: may this caller see this row?"""

from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.inputs import MISSING, a_bookmark, headers_of
from contract_tests.support.outcomes import NOT_FOUND, outcome

# Every operation on a bookmark: what its owner gets, and what is sent.
# `If-Match: *` matches any bookmark that exists, and a body that is no JSON is
# refused before the bookmark is looked up: neither may tell that it exists.
OPERATIONS: dict[str, tuple[int, dict[str, Any]]] = {
    "GET": (200, {}),
    "HEAD": (200, {}),
    "PUT": (200, {"json": a_bookmark()}),
    "PATCH": (200, {"json": {"title": "taken over"}}),
    "DELETE": (204, {}),
    "GET if changed": (304, {"headers": {"If-None-Match": "*"}}),
    "PUT if there": (200, {"json": a_bookmark(), "headers": {"If-Match": "*"}}),
    "PATCH if there": (200, {"json": {}, "headers": {"If-Match": "*"}}),
    "PATCH if stale": (412, {"json": {}, "headers": {"If-Match": '"stale"'}}),
    "DELETE if there": (204, {"headers": {"If-Match": "*"}}),
    "DELETE if stale": (412, {"headers": {"If-Match": '"stale"'}}),
    "PUT of nonsense": (415, {"content": "{", "headers": {"Content-Type": "a/b"}}),
    "PATCH with a wrong title": (422, {"json": {"title": 5}}),
    "PUT without a title": (422, {"json": {"url": "https://example.com/"}}),
}

each_operation = pytest.mark.parametrize("operation", OPERATIONS)


@checks("owner-1")
@each_operation
def test_another_callers_bookmark_is_like_one_that_never_was(
    alice: Client, bob: Client, operation: str
) -> None:
    path = f"/bookmarks/{alice.make_bookmark()['id']}"
    others = send(bob, operation, path)
    missing = send(bob, operation, MISSING)
    assert said_by(others) == said_by(missing)


@checks("owner-1")
@each_operation
def test_another_callers_bookmark_is_like_one_that_is_gone(
    alice: Client, bob: Client, operation: str
) -> None:
    path = f"/bookmarks/{alice.make_bookmark()['id']}"
    gone = f"/bookmarks/{bob.make_bookmark()['id']}"
    assert bob.delete(gone).status_code == 204
    assert said_by(send(bob, operation, path)) == said_by(send(bob, operation, gone))


@checks("owner-1")
@each_operation
def test_another_caller_changes_nothing(
    alice: Client, bob: Client, operation: str
) -> None:
    bookmark = alice.make_bookmark()
    path = f"/bookmarks/{bookmark['id']}"
    send(bob, operation, path)
    assert alice.get(path).json() == bookmark


@checks("owner-1")
@pytest.mark.parametrize("operation", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_a_good_request_to_anothers_bookmark_is_404(
    alice: Client, bob: Client, operation: str
) -> None:
    path = f"/bookmarks/{alice.make_bookmark()['id']}"
    response = send(bob, operation, path)
    assert response.status_code == 404
    if operation != "HEAD":
        assert outcome(response) == NOT_FOUND


@checks("owner-1", "auth-3")
@each_operation
def test_an_anonymous_caller_is_401_and_changes_nothing(
    api: Client, alice: Client, operation: str
) -> None:
    bookmark = alice.make_bookmark()
    path = f"/bookmarks/{bookmark['id']}"
    there = send(api, operation, path)
    missing = send(api, operation, MISSING)
    assert there.status_code == 401
    assert said_by(there) == said_by(missing)
    assert alice.get(path).json() == bookmark


@checks("owner-1")
@each_operation
def test_the_owner_gets_the_answer_to_the_request(
    alice: Client, operation: str
) -> None:
    bookmark = alice.make_bookmark()
    status, sent = OPERATIONS[operation]
    if "url" in sent.get("json", ()):
        # alice may have the url of the table already, from another test.
        sent = {**sent, "json": {**sent["json"], "url": bookmark["url"]}}
    path = f"/bookmarks/{bookmark['id']}"
    response = alice.request(operation.split()[0], path, **sent)
    assert response.status_code == status


@checks("owner-1")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_conflict_does_not_tell_of_anothers_bookmark(
    alice: Client, bob: Client, method: str
) -> None:
    path = f"/bookmarks/{alice.make_bookmark()['id']}"
    # bob has this url: for a bookmark of his own it would be 409.
    body = a_bookmark(url=bob.make_bookmark()["url"])
    others = bob.request(method, path, json=body)
    missing = bob.request(method, MISSING, json=body)
    assert said_by(others) == said_by(missing)
    assert outcome(others) == NOT_FOUND


@checks("owner-1")
def test_the_etag_of_the_owner_opens_nothing(alice: Client, bob: Client) -> None:
    bookmark = alice.make_bookmark()
    path, etag = f"/bookmarks/{bookmark['id']}", alice.etag_of(bookmark)
    assert outcome(bob.get(path, headers={"If-None-Match": etag})) == NOT_FOUND
    assert outcome(bob.delete(path, headers={"If-Match": etag})) == NOT_FOUND
    assert alice.get(path).json() == bookmark


@checks("owner-2")
@pytest.mark.parametrize(
    "query",
    [
        "tag={unique}",
        "q={unique}",
        "tag={unique}&q={unique}",
        "tag={unique}&sort=title",
        "tag={unique}&sort=created_at&limit=100",
    ],
)
def test_lists_and_filters_never_show_anothers(
    alice: Client, bob: Client, unique: str, query: str
) -> None:
    alice.make_bookmark(title=unique, notes=unique, tags=[unique])
    mine = bob.make_bookmark(title=unique, tags=[unique])
    page = bob.get(f"/bookmarks?{query.format(unique=unique)}").json()
    assert page == {"items": [mine], "next": None}


@checks("owner-2")
def test_anothers_cursor_leads_to_ones_own_bookmarks_alone(
    alice: Client, bob: Client, unique: str
) -> None:
    mine = bob.make_bookmark(tags=[unique])
    for _ in range(3):
        alice.make_bookmark(tags=[unique])
    page = alice.get(f"/bookmarks?tag={unique}&limit=1").json()
    response = bob.get(f"/bookmarks?tag={unique}&limit=1&cursor={page['next']}")
    # A server may refuse a cursor that it has issued to somebody else.
    if response.status_code == 200:
        assert response.json()["items"] == [mine]
    else:
        assert outcome(response) == "422 cursor"


@checks("owner-2")
def test_tags_and_counts_are_the_callers_alone(
    alice: Client, bob: Client, unique: str
) -> None:
    shared, alices = f"{unique}-shared", f"{unique}-alices"
    alice.make_bookmark(tags=[shared, alices])
    alice.make_bookmark(tags=[shared])
    bob.make_bookmark(tags=[shared])
    mine = [tag for tag in bob.get("/tags").json()["items"] if unique in tag["name"]]
    assert mine == [{"name": shared, "count": 1}]


@checks("owner-2")
def test_what_others_do_does_not_change_the_etags_of_a_caller(
    alice: Client, bob: Client, unique: str
) -> None:
    alice.make_bookmark(tags=[unique])
    paths = (f"/bookmarks?tag={unique}", "/bookmarks?limit=1", "/tags", "/users/me")
    before = [alice.get(path).headers["ETag"] for path in paths]
    bob.make_bookmark(tags=[unique])
    assert [alice.get(path).headers["ETag"] for path in paths] == before


@checks("owner-2")
def test_deleting_ones_own_leaves_anothers_tags(
    alice: Client, bob: Client, unique: str
) -> None:
    kept = alice.make_bookmark(tags=[unique])
    doomed = bob.make_bookmark(tags=[unique])
    bob.delete(f"/bookmarks/{doomed['id']}")
    assert alice.get(f"/bookmarks?tag={unique}").json()["items"] == [kept]
    counted = [t for t in alice.get("/tags").json()["items"] if t["name"] == unique]
    assert counted == [{"name": unique, "count": 1}]


@checks("owner-3")
def test_two_callers_may_keep_the_same_url(
    alice: Client, bob: Client, unique: str
) -> None:
    url = f"https://example.com/{unique}"
    first, second = alice.make_bookmark(url=url), bob.make_bookmark(url=url)
    assert first["id"] != second["id"]
    path = f"/bookmarks/{bob.make_bookmark()['id']}"
    conflict = bob.patch(path, json={"url": url})
    assert outcome(conflict) == "409 conflict"
    bob.delete(f"/bookmarks/{second['id']}")
    assert bob.patch(path, json={"url": url}).status_code == 200


def send(client: Client, operation: str, path: str) -> httpx.Response:
    """One of OPERATIONS, on that path."""
    _, sent = OPERATIONS[operation]
    return client.request(operation.split()[0], path, **sent)


def said_by(response: httpx.Response) -> tuple[int, list[tuple[str, str]], bytes]:
    """Everything that a caller could tell two responses apart by, but the time."""
    return response.status_code, headers_of(response, "date"), response.content
