"""Validation: is the data what the API says it takes?"""

from typing import Any

import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import (
    a_bookmark,
    at,
    each_operation_with_a_body,
    send_json,
)
from contract_tests.support.members import assert_taken, each_method, post, send
from contract_tests.support.outcomes import assert_each
from contract_tests.support.problems import assert_invalid

# -------------------------------------------------------------- the 422 itself


@checks("valid-1")
@pytest.mark.parametrize(
    ("member", "value"),
    [("url", "ftp://a/"), ("title", ""), ("notes", 5), ("tags", "a")],
)
def test_an_invalid_member_is_422_and_named(
    alice: Client, member: str, value: Any
) -> None:
    problem = assert_invalid(post(alice, **{member: value}), pointers=[f"/{member}"])
    assert problem["errors"][0]["detail"].strip()


@checks("valid-1")
@each_method
def test_an_invalid_item_is_named_by_its_place(alice: Client, method: str) -> None:
    response = send(alice, method, {"tags": ["a", "B", "c", "D"]})
    assert_invalid(response, pointers=["/tags/1", "/tags/3"])


@checks("valid-1")
def test_what_is_refused_is_not_kept(alice: Client) -> None:
    bookmark = alice.make_bookmark()
    path = f"/bookmarks/{bookmark['id']}"
    patch = {"notes": "changed", "title": ""}
    assert_invalid(alice.patch(path, json=patch), pointers=["/title"])
    put = {"url": bookmark["url"], "title": "changed", "tags": ["A"]}
    assert_invalid(alice.put(path, json=put), pointers=["/tags/0"])
    assert alice.get(path).json() == bookmark


@checks("valid-2")
def test_all_invalid_members_are_reported_at_once(alice: Client) -> None:
    body = {"url": "ftp://a/", "notes": 5, "tags": ["a", "B", 7], "colour": "red"}
    response = alice.post("/bookmarks", json=body)
    pointers = ["/url", "/title", "/notes", "/tags/1", "/tags/2", "/colour"]
    assert_invalid(response, pointers=pointers)


@checks("valid-2")
def test_all_invalid_members_of_a_patch_are_reported_at_once(alice: Client) -> None:
    body = {"url": "a", "title": None, "notes": "\r", "tags": [None], "id": 1}
    response = send(alice, "PATCH", body)
    assert_invalid(response, pointers=["/url", "/title", "/notes", "/tags/0", "/id"])


@checks("valid-3")
@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("missing", [["url"], ["title"], ["url", "title"]])
def test_a_missing_member_is_422_at_its_place(
    alice: Client, missing: list[str], method: str
) -> None:
    path = "/bookmarks" if method == "POST" else at(alice, "/bookmarks/{id}")
    body = {k: v for k, v in a_bookmark(notes="").items() if k not in missing}
    response = alice.request(method, path, json=body)
    assert_invalid(response, pointers=[f"/{name}" for name in missing])


# ----------------------------------------------------------------------- types

# One value of each JSON type (and some that are false in Python) but a text.
NO_TEXTS: dict[str, Any] = {
    "number": 5,
    "zero": 0,
    "fraction": 1.5,
    "true": True,
    "false": False,
    "null": None,
    "array": ["https://example.org/"],
    "empty-array": [],
    "object": {},
}
NO_ARRAYS: dict[str, Any] = {
    "number": 0,
    "false": False,
    "null": None,
    "text": "web",
    "empty-text": "",
    "list-in-a-text": "a,b",
    "json-in-a-text": '["a"]',
    "object": {"0": "a"},
}


@checks("valid-4")
@each_method
@pytest.mark.parametrize("kind", NO_TEXTS)
def test_a_text_is_not_made_of_another_type(
    alice: Client, kind: str, method: str
) -> None:
    value = NO_TEXTS[kind]
    members = {"url": value, "title": value, "notes": value, "tags": ["a", value]}
    pointers = ["/url", "/title", "/notes", "/tags/1"]
    if method == "PATCH" and kind == "null":
        pointers.remove("/notes")  # which null returns to its default
    assert_invalid(send(alice, method, members), pointers=pointers)


@checks("valid-4")
@each_method
def test_an_array_is_not_made_of_another_type(alice: Client, method: str) -> None:
    values = list(NO_ARRAYS.values())
    if method == "PATCH":
        values.remove(None)  # which returns tags to their default
    assert_each(values, lambda value: send(alice, method, {"tags": value}), "422 /tags")


@checks("valid-4")
@each_operation_with_a_body
def test_a_body_that_is_no_object_is_422(
    alice: Client, method: str, template: str
) -> None:
    path = at(alice, template)
    bodies = (b"[]", b"null", b"5", b'"text"', b"true", b"[{}]", b'""')
    for body in bodies:
        # RFC 6901 5: the empty pointer is the whole document.
        assert_invalid(send_json(alice, method, path, body), pointers=[""])


# ------------------------------------------------------------- unknown members

# Names that no operation knows, and the pointers to them (RFC 6901 3 and 4).
UNKNOWN_MEMBERS = {
    "colour": "/colour",
    "tag": "/tag",
    "Title": "/Title",
    " title": "/ title",
    "id": "/id",
    "created_at": "/created_at",
    "updated_at": "/updated_at",
    "user_id": "/user_id",
    "__proto__": "/__proto__",
    "größe": "/größe",
    "0": "/0",
    "": "/",
    "a/b": "/a~1b",
    "a~b": "/a~0b",
    "~1": "/~01",
}


@checks("valid-5")
@each_method
@pytest.mark.parametrize("value", ["a", None], ids=["text", "null"])
def test_unknown_members_are_422(alice: Client, value: Any, method: str) -> None:
    response = send(alice, method, dict.fromkeys(UNKNOWN_MEMBERS, value))
    assert_invalid(response, pointers=list(UNKNOWN_MEMBERS.values()))


# ------------------------------------------------------------------------ urls


@checks("valid-6")
@pytest.mark.parametrize("case", cases("validation/good_urls.toml"))
def test_a_url_is_stored_as_sent(alice: Client, unique: str, case: Any) -> None:
    urls = [url.replace("{mark}", unique) for url in case["urls"]]
    made = {url: alice.make_bookmark(url=url) for url in urls}
    assert {url: made[url]["url"] for url in urls} == {url: url for url in urls}
    last = made[urls[-1]]
    assert alice.get(f"/bookmarks/{last['id']}").json() == last


@checks("valid-6")
@pytest.mark.parametrize("case", cases("validation/bad_urls.toml"))
def test_what_is_no_url_is_422(alice: Client, case: Any) -> None:
    assert_each(case["urls"], lambda url: post(alice, url=url), "422 /url")


@checks("valid-6")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_every_operation_wants_the_same_urls(
    alice: Client, unique: str, method: str
) -> None:
    assert_taken(alice, method, {"url": f"HTTP://user@[::1]:80/{unique}?a#b"})
    urls = ("ftp://a/", "https://", "https://example.org/a\n", "https://a/ü", "a")
    assert_each(urls, lambda url: send(alice, method, {"url": url}), "422 /url")
