"""Conditional requests: has it changed since the client last looked?"""

from functools import partial
from typing import Any

import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import a_bookmark, kept_bookmark
from contract_tests.support.problems import assert_problem


def is_strong(etag: str) -> bool:
    """Whether it is a strong entity tag (RFC 9110 8.8.3)."""
    return len(etag) > 2 and etag[0] == etag[-1] == '"' and '"' not in etag[1:-1]


# ------------------------------------------------------------------------ ETag


@checks("cond-1")
def test_every_response_with_a_bookmark_carries_its_strong_etag(alice: Client) -> None:
    body = a_bookmark()
    created = alice.post("/bookmarks", json=body)
    path = f"/bookmarks/{created.json()['id']}"
    assert is_strong(created.headers["ETag"])
    assert alice.get(path).headers["ETag"] == created.headers["ETag"]
    for change in (
        partial(alice.put, path, json={**body, "notes": "by PUT"}),
        partial(alice.patch, path, json={"notes": "by PATCH"}),
    ):
        etag = change().headers["ETag"]
        assert is_strong(etag)
        assert alice.get(path).headers["ETag"] == etag
        assert alice.head(path).headers["ETag"] == etag


@checks("cond-2")
@pytest.mark.parametrize(
    "change",
    [
        {"url": "https://example.com/changed/{unique}"},
        {"title": "changed"},
        {"notes": "changed"},
        {"tags": ["changed"]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_each_member_that_changes_changes_the_etag(
    alice: Client, unique: str, change: dict[str, Any]
) -> None:
    bookmark = alice.make_bookmark()
    if "url" in change:
        change = {"url": change["url"].format(unique=unique)}
    before = alice.etag_of(bookmark)
    alice.patch(f"/bookmarks/{bookmark['id']}", json=change)
    assert alice.etag_of(bookmark) != before


@checks("cond-2")
def test_what_changes_nothing_keeps_the_etag(alice: Client) -> None:
    bookmark = alice.make_bookmark(tags=["a", "b"], notes="kept")
    path = f"/bookmarks/{bookmark['id']}"
    before = alice.etag_of(bookmark)
    same = {name: bookmark[name] for name in ("url", "title", "notes", "tags")}
    responses = [
        alice.patch(path, json={}),
        alice.patch(path, json={"tags": ["b", "a", "b"]}),
        alice.put(path, json=same),
        alice.get(path),
    ]
    assert [each.headers["ETag"] for each in responses] == [before] * 4


@checks("cond-2")
def test_back_to_the_old_text_is_another_representation(alice: Client) -> None:
    bookmark = alice.make_bookmark(notes="one")
    path = f"/bookmarks/{bookmark['id']}"
    first = alice.etag_of(bookmark)
    for notes in ("two", "one"):
        alice.patch(path, json={"notes": notes})
    # updated_at has moved, so what GET returns differs.
    assert alice.etag_of(bookmark) != first


@checks("cond-2")
def test_two_bookmarks_have_two_etags(alice: Client) -> None:
    first, second = alice.make_bookmark(), alice.make_bookmark()
    assert alice.etag_of(first) != alice.etag_of(second)


# --------------------------------------------------------------- If-None-Match


@checks("cond-3")
@pytest.mark.parametrize("case", cases("conditional/none_match.toml"))
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_named_etag_is_304_without_a_body(
    alice: Client, method: str, case: Any
) -> None:
    bookmark = kept_bookmark(alice)
    etag = alice.etag_of(bookmark)
    header = {"If-None-Match": case["value"].format(etag=etag)}
    path = f"/bookmarks/{bookmark['id']}"
    whole = alice.request(method, path)
    response = alice.request(method, path, headers=header)
    assert response.status_code == 304
    assert response.headers["ETag"] == etag
    assert response.content == b""
    # RFC 9110 8.6: the length of what a 200 would have, or none.
    length = whole.headers["Content-Length"]
    assert response.headers.get("Content-Length", length) == length


@checks("cond-3")
@pytest.mark.parametrize(
    "value",
    ['"0000000000000000"', 'W/"0000000000000000", "1"', "{opaque}", '"{opaque}'],
)
def test_another_etag_or_none_is_the_whole_answer(alice: Client, value: str) -> None:
    bookmark = kept_bookmark(alice)
    opaque = alice.etag_of(bookmark).strip('"')
    header = {"If-None-Match": value.format(opaque=opaque)}
    response = alice.get(f"/bookmarks/{bookmark['id']}", headers=header)
    assert response.status_code == 200
    assert response.json() == bookmark


@checks("cond-3")
def test_the_etag_of_before_a_change_is_the_whole_answer(alice: Client) -> None:
    bookmark = alice.make_bookmark()
    path = f"/bookmarks/{bookmark['id']}"
    header = {"If-None-Match": alice.etag_of(bookmark)}
    alice.patch(path, json={"title": "another"})
    assert alice.get(path, headers=header).json()["title"] == "another"


@checks("cond-3")
def test_a_missing_bookmark_is_404_whatever_if_none_match_says(alice: Client) -> None:
    bookmark = alice.make_bookmark()
    path = f"/bookmarks/{bookmark['id']}"
    alice.delete(path)
    response = alice.get(path, headers={"If-None-Match": "*"})
    assert_problem(response, 404, "not-found")


@checks("cond-4")
@pytest.mark.parametrize("path", ["/users/me", "/bookmarks?q={unique}", "/tags"])
def test_other_answers_to_a_caller_are_304_too(
    alice: Client, unique: str, path: str
) -> None:
    if path.startswith("/users") and not alice.token:
        pytest.skip("not applicable: the server has no users")
    path = path.format(unique=unique)
    first = alice.get(path)
    etag = first.headers["ETag"]
    assert is_strong(etag)
    for value in (etag, f"W/{etag}", f'"0", {etag}', "*"):
        response = alice.get(path, headers={"If-None-Match": value})
        assert response.status_code == 304
        assert response.content == b""
    assert alice.get(path, headers={"If-None-Match": '"0"'}).json() == first.json()


@checks("cond-4")
def test_the_etags_of_lists_change_with_them(alice: Client, unique: str) -> None:
    page, tags = f"/bookmarks?tag={unique}", "/tags"
    before = [alice.get(path).headers["ETag"] for path in (page, tags)]
    alice.make_bookmark(tags=[unique])
    after = [alice.get(path).headers["ETag"] for path in (page, tags)]
    assert before[0] != after[0]
    assert before[1] != after[1]


@checks("cond-4")
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_the_etag_of_a_page_changes_with_a_bookmark_on_it(
    alice: Client, unique: str, method: str
) -> None:
    bookmark = alice.make_bookmark(tags=[unique])
    page, path = f"/bookmarks?tag={unique}", f"/bookmarks/{bookmark['id']}"
    before = alice.get(page).headers["ETag"]
    body = {"json": {"notes": "changed"}} if method == "PATCH" else {}
    alice.request(method, path, **body)
    assert alice.get(page).headers["ETag"] != before


@checks("cond-4")
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_the_etag_of_the_tags_changes_with_a_count(
    alice: Client, unique: str, method: str
) -> None:
    alice.make_bookmark(tags=[unique])
    second = alice.make_bookmark(tags=[unique])
    before = alice.get("/tags").headers["ETag"]
    if method == "POST":
        alice.make_bookmark(tags=[unique])
    else:
        alice.delete(f"/bookmarks/{second['id']}")
    assert alice.get("/tags").headers["ETag"] != before


@checks("cond-4")
def test_the_etag_of_a_list_is_that_of_the_page(alice: Client, unique: str) -> None:
    for _ in range(3):
        alice.make_bookmark(tags=[unique])
    first, second = f"/bookmarks?tag={unique}&limit=1", f"/bookmarks?tag={unique}"
    etag = alice.get(first).headers["ETag"]
    response = alice.get(second, headers={"If-None-Match": etag})
    assert response.status_code == 200
    # Nor does it move with a bookmark that is not on the page.
    alice.make_bookmark()
    assert alice.get(first).headers["ETag"] == etag
