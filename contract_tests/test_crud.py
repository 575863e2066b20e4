"""Create, read, update, delete: does what was sent come back, and change rightly?"""

from typing import Any

import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.inputs import (
    OWL,
    a_bookmark,
    full_bookmark,
    path_of,
    without_times,
)
from contract_tests.support.outcomes import NOT_FOUND, outcome

# --------------------------------------------------------------- create and read


@checks("crud-1")
def test_what_was_created_can_be_read(alice: Client) -> None:
    body = a_bookmark(notes=f"Notes\n{OWL}", tags=["a", "b"])
    created = alice.post("/bookmarks", json=body)
    assert created.status_code == 201
    read = alice.get(path_of(created.json()))
    assert read.status_code == 200
    assert read.json() == created.json()
    assert {name: read.json()[name] for name in body} == body


@checks("crud-1")
def test_notes_and_tags_have_defaults(alice: Client) -> None:
    bookmark = alice.make_bookmark()
    read = alice.get(path_of(bookmark)).json()
    assert (read["notes"], read["tags"]) == ("", [])


@checks("crud-1")
def test_bookmarks_made_one_after_the_other_are_different(alice: Client) -> None:
    first, second = alice.make_bookmark(), alice.make_bookmark()
    assert first["id"] != second["id"]
    assert alice.get(path_of(first)).json() == first
    assert alice.get(path_of(second)).json() == second


@checks("crud-2")
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_tags_come_back_sorted_and_once(
    alice: Client, unique: str, method: str
) -> None:
    sent = ["b", "a-b", "ab", "10", "b", unique, "a", "9", "a-", "a", "0", "a0"]
    # By code point: a hyphen comes before digits, digits before letters.
    expected = sorted(set(sent))
    path = "/bookmarks" if method == "POST" else path_of(alice.make_bookmark())
    body = {"tags": sent} if method == "PATCH" else a_bookmark(tags=sent)
    answered = alice.request(method, path, json=body).json()
    assert answered["tags"] == expected
    assert alice.get(path_of(answered)).json()["tags"] == expected
    assert alice.get(f"/bookmarks?tag={unique}").json()["items"] == [answered]


# ------------------------------------------------------------- replace and change


@checks("crud-3")
def test_put_replaces_every_member(alice: Client) -> None:
    before = full_bookmark(alice)
    body = a_bookmark(notes="Other notes", tags=["c"])
    response = alice.put(path_of(before), json=body)
    assert response.status_code == 200
    assert {name: response.json()[name] for name in body} == body
    assert alice.get(path_of(before)).json() == response.json()


@checks("crud-3")
@pytest.mark.parametrize(("name", "default"), [("notes", ""), ("tags", [])])
def test_put_resets_what_it_does_not_name(
    alice: Client, name: str, default: Any
) -> None:
    before = full_bookmark(alice)
    body = {key: before[key] for key in ("url", "title", "notes", "tags")}
    del body[name]
    assert alice.put(path_of(before), json=body).status_code == 200
    after = alice.get(path_of(before)).json()
    assert after[name] == default
    assert {key: after[key] for key in body} == body


@checks("crud-4")
@pytest.mark.parametrize("name", ["url", "title", "notes", "tags"])
def test_patch_changes_what_it_names_and_keeps_the_rest(
    alice: Client, unique: str, name: str
) -> None:
    before = full_bookmark(alice)
    values = a_bookmark(notes="", tags=sorted(["c", unique]))
    response = alice.patch(path_of(before), json={name: values[name]})
    assert response.status_code == 200
    after = alice.get(path_of(before)).json()
    assert after == response.json()
    expected = {
        **before,
        name: sorted(values[name]) if name == "tags" else values[name],
    }
    assert without_times(after) == without_times(expected)


@checks("crud-4")
def test_an_empty_patch_changes_nothing(alice: Client) -> None:
    before = full_bookmark(alice)
    response = alice.patch(path_of(before), json={})
    assert response.status_code == 200
    assert response.json() == before
    assert alice.get(path_of(before)).json() == before


@checks("crud-5")
@pytest.mark.parametrize(("name", "default"), [("notes", ""), ("tags", [])])
def test_null_in_a_patch_returns_a_member_to_its_default(
    alice: Client, name: str, default: Any
) -> None:
    before = full_bookmark(alice)
    for body in ({name: None}, {name: None, "title": "New"}):
        response = alice.patch(path_of(before), json=body)
        assert response.status_code == 200
        after = alice.get(path_of(before)).json()
        assert after == response.json()
        assert after[name] == default
    assert without_times(after) == {
        **without_times(before),
        name: default,
        "title": "New",
    }


@checks("crud-5")
@pytest.mark.parametrize("name", ["url", "title"])
def test_null_in_a_patch_is_422_for_a_required_member(alice: Client, name: str) -> None:
    before = full_bookmark(alice)
    response = alice.patch(path_of(before), json={name: None, "notes": "New"})
    assert outcome(response) == f"422 /{name}"
    assert alice.get(path_of(before)).json() == before


# ------------------------------------------------------------------------ delete


@checks("crud-6")
def test_delete_removes(alice: Client, unique: str) -> None:
    bookmark, other = (
        full_bookmark(alice, tags=[unique]),
        full_bookmark(alice, tags=[unique]),
    )
    path = path_of(bookmark)
    assert alice.delete(path).status_code == 204
    assert outcome(alice.get(path)) == NOT_FOUND
    assert outcome(alice.put(path, json=a_bookmark())) == NOT_FOUND
    assert outcome(alice.patch(path, json={"title": "New"})) == NOT_FOUND
    assert alice.get(f"/bookmarks?tag={unique}").json()["items"] == [other]


@checks("crud-6")
def test_a_second_delete_is_404(alice: Client) -> None:
    path = path_of(alice.make_bookmark())
    assert alice.delete(path).status_code == 204
    assert outcome(alice.delete(path)) == NOT_FOUND


@checks("crud-6")
def test_the_url_of_a_deleted_bookmark_is_free(alice: Client) -> None:
    first = alice.make_bookmark()
    assert alice.delete(path_of(first)).status_code == 204
    again = alice.make_bookmark(url=first["url"])
    assert alice.get(path_of(again)).json() == again


@checks("crud-11")
def test_the_id_of_a_deleted_bookmark_is_not_given_again(alice: Client) -> None:
    given = set()
    for _ in range(5):
        bookmark = alice.make_bookmark()
        assert bookmark["id"] not in given
        given.add(bookmark["id"])
        assert alice.delete(path_of(bookmark)).status_code == 204
