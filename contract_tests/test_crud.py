"""Create, read, update, delete: does what was sent come back, and change rightly?"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.inputs import OWL, a_bookmark
from contract_tests.support.outcomes import NOT_FOUND, outcome
from contract_tests.support.problems import assert_problem

# RFC 3339 5.6, in UTC with six digits of microseconds.
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")

# How far the time of a response may be from the times in it, either way.
CLOCK_SECONDS = 10.0


def path_of(bookmark: dict[str, Any]) -> str:
    """Where a bookmark is."""
    return f"/bookmarks/{bookmark['id']}"


def full(client: Client, **members: Any) -> dict[str, Any]:
    """A new bookmark in which no member has its default."""
    return client.make_bookmark(**{"notes": "Notes", "tags": ["a", "b"], **members})


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
    before = full(alice)
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
    before = full(alice)
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
    before = full(alice)
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
    before = full(alice)
    response = alice.patch(path_of(before), json={})
    assert response.status_code == 200
    assert response.json() == before
    assert alice.get(path_of(before)).json() == before


@checks("crud-5")
@pytest.mark.parametrize(("name", "default"), [("notes", ""), ("tags", [])])
def test_null_in_a_patch_returns_a_member_to_its_default(
    alice: Client, name: str, default: Any
) -> None:
    before = full(alice)
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
    before = full(alice)
    response = alice.patch(path_of(before), json={name: None, "notes": "New"})
    assert outcome(response) == f"422 /{name}"
    assert alice.get(path_of(before)).json() == before


# ------------------------------------------------------------------------ delete


@checks("crud-6")
def test_delete_removes(alice: Client, unique: str) -> None:
    bookmark, other = full(alice, tags=[unique]), full(alice, tags=[unique])
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


# ---------------------------------------------------------------------- conflicts


@checks("crud-7")
def test_a_second_post_of_a_url_is_409(alice: Client, unique: str) -> None:
    first = full(alice, tags=[unique])
    body = a_bookmark(url=first["url"], notes="Other", tags=[unique])
    assert_problem(alice.post("/bookmarks", json=body), 409, "conflict")
    assert alice.get(f"/bookmarks?tag={unique}").json()["items"] == [first]


@checks("crud-7")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_change_to_a_url_that_the_caller_has_is_409(
    alice: Client, method: str
) -> None:
    taken, before = full(alice), full(alice)
    body = {"url": taken["url"], "title": "New", "notes": "New", "tags": ["new"]}
    response = alice.request(method, path_of(before), json=body)
    assert_problem(response, 409, "conflict")
    assert alice.get(path_of(before)).json() == before
    assert alice.get(path_of(taken)).json() == taken


@checks("crud-7")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_bookmark_does_not_conflict_with_itself(alice: Client, method: str) -> None:
    before = full(alice)
    body = {"url": before["url"], "title": "New"}
    response = alice.request(method, path_of(before), json=body)
    assert response.status_code == 200
    assert response.json()["title"] == "New"


@checks("crud-7")
def test_urls_that_differ_in_anything_are_different(alice: Client, unique: str) -> None:
    base = f"https://example.org/{unique}"
    others = (f"{base}/", f"{base}#", base.upper(), base.replace("https", "http"))
    long = base.ljust(1_999, "a")
    for url in (base, *others, f"{long}a", f"{long}b"):
        assert alice.make_bookmark(url=url)["url"] == url


# -------------------------------------------------------------------------- times


@checks("crud-8")
def test_a_new_bookmark_was_updated_when_it_was_created(alice: Client) -> None:
    bookmark = full(alice)
    assert bookmark["updated_at"] == bookmark["created_at"]


@checks("crud-8")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("name", ["url", "title", "notes", "tags"])
def test_a_change_moves_updated_at_alone(alice: Client, name: str, method: str) -> None:
    before = full(alice)
    value = a_bookmark(notes="Other", tags=["a"])[name]
    members = {key: before[key] for key in ("url", "title", "notes", "tags")}
    body = {name: value} if method == "PATCH" else {**members, name: value}
    after = alice.request(method, path_of(before), json=body).json()
    assert time_of(after["updated_at"]) > time_of(before["updated_at"])
    assert after["created_at"] == before["created_at"]
    assert after["id"] == before["id"]
    assert alice.get(path_of(before)).json() == after


# Bodies that say what a bookmark with tags a and b and notes says already.
SAME: dict[str, Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]] = {
    "put-of-the-same": lambda old: ("PUT", members_of(old)),
    "put-of-the-tags-in-another-order": lambda old: (
        "PUT",
        {**members_of(old), "tags": ["b", "a", "b"]},
    ),
    "empty-patch": lambda old: ("PATCH", {}),
    "patch-of-the-same": lambda old: ("PATCH", members_of(old)),
    "patch-of-the-title": lambda old: ("PATCH", {"title": old["title"]}),
    "patch-of-the-tags-in-another-order": lambda old: ("PATCH", {"tags": ["b", "a"]}),
}


@checks("crud-8")
@pytest.mark.parametrize("name", SAME)
def test_what_changes_nothing_does_not_move_updated_at(
    alice: Client, name: str
) -> None:
    before = full(alice)
    method, body = SAME[name](before)
    response = alice.request(method, path_of(before), json=body)
    assert response.status_code == 200
    assert response.json() == before
    assert alice.get(path_of(before)).json() == before


@checks("crud-8")
def test_what_is_default_already_does_not_move_updated_at(alice: Client) -> None:
    before = alice.make_bookmark()
    put = {"url": before["url"], "title": before["title"]}
    assert alice.put(path_of(before), json=put).json() == before
    patch = {"notes": None, "tags": None}
    assert alice.patch(path_of(before), json=patch).json() == before


@checks("crud-8")
def test_a_change_of_one_bookmark_does_not_move_another(
    alice: Client, unique: str
) -> None:
    other, changed = full(alice, tags=[unique]), full(alice, tags=[unique])
    changes: list[dict[str, Any]] = [{"tags": []}, {"tags": [unique]}, {"title": "New"}]
    for body in changes:
        assert alice.patch(path_of(changed), json=body).status_code == 200
    assert alice.get(path_of(other)).json() == other


@checks("crud-8")
def test_changes_in_quick_succession_each_move_updated_at(alice: Client) -> None:
    bookmark = alice.make_bookmark()
    times = [bookmark["updated_at"]]
    for number in range(5):
        response = alice.patch(path_of(bookmark), json={"notes": f"{number}"})
        times.append(response.json()["updated_at"])
    assert times == sorted(set(times)), "each is later than the one before"


@checks("crud-9")
def test_times_have_six_digits_of_microseconds(alice: Client, unique: str) -> None:
    for number in range(12):
        alice.make_bookmark(tags=[unique], notes=str(number))
    bookmarks = alice.get(f"/bookmarks?tag={unique}").json()["items"]
    times = [each[name] for each in bookmarks for name in ("created_at", "updated_at")]
    assert [time for time in times if not TIME.fullmatch(time)] == []
    # A clock of milliseconds, or of seconds, has zeros at the end.
    assert any(not time.endswith("000Z") for time in times)


@checks("crud-9")
def test_times_are_true(alice: Client) -> None:
    created = alice.post("/bookmarks", json=a_bookmark())
    assert_now(created, created.json()["created_at"])
    changed = alice.patch(path_of(created.json()), json={"notes": "New"})
    assert_now(changed, changed.json()["updated_at"])


@checks("crud-9", "auth-1")
def test_the_time_of_a_user_has_the_same_form(alice: Client) -> None:
    time = alice.get("/users/me").json()["created_at"]
    assert TIME.fullmatch(time)
    assert time_of(time) < datetime.now(UTC)


# --------------------------------------------------------------------------- tags


@checks("crud-10")
def test_tags_are_listed_by_name_with_their_counts(alice: Client, unique: str) -> None:
    names = [f"{unique}{end}" for end in ("", "-", "-b", "0", "a", "b")]
    for number in range(1, len(names) + 1):
        alice.make_bookmark(tags=names[:number])
    counted = tags_of(alice, unique)
    assert counted == {name: 6 - place for place, name in enumerate(names)}


@checks("crud-10")
def test_the_list_of_tags_is_in_the_order_of_code_points(
    alice: Client, unique: str
) -> None:
    tags = [f"{unique}{end}" for end in ("b", "-", "a", "0", "", "-b")]
    alice.make_bookmark(tags=tags)
    names = [each["name"] for each in alice.get("/tags").json()["items"]]
    assert names == sorted(set(names))
    assert set(tags) <= set(names)


@checks("crud-10")
def test_the_count_of_a_tag_follows_every_change(alice: Client, unique: str) -> None:
    first, second = alice.make_bookmark(tags=[unique]), alice.make_bookmark()
    assert tags_of(alice, unique) == {unique: 1}
    alice.patch(path_of(second), json={"tags": [unique]})
    assert tags_of(alice, unique) == {unique: 2}
    alice.put(path_of(first), json=a_bookmark())
    assert tags_of(alice, unique) == {unique: 1}
    alice.delete(path_of(second))
    assert tags_of(alice, unique) == {}
    alice.patch(path_of(first), json={"tags": [unique]})
    assert tags_of(alice, unique) == {unique: 1}


def members_of(bookmark: dict[str, Any]) -> dict[str, Any]:
    """What a client may send of a bookmark."""
    return {name: bookmark[name] for name in ("url", "title", "notes", "tags")}


def without_times(bookmark: dict[str, Any]) -> dict[str, Any]:
    """A bookmark without the member that every change moves."""
    return {name: bookmark[name] for name in bookmark if name != "updated_at"}


def time_of(text: str) -> datetime:
    """A time of the API."""
    return datetime.fromisoformat(text)


def assert_now(response: httpx.Response, text: str) -> None:
    """The time is that of the response, by the clock of the server itself."""
    __tracebackhide__ = True
    date = parsedate_to_datetime(response.headers["Date"])
    apart = abs((time_of(text) - date).total_seconds())
    assert apart <= CLOCK_SECONDS, f"{text} is {apart:.1f} s away from {date}"


def tags_of(client: Client, prefix: str) -> dict[str, int]:
    """The counts of the client's tags that begin so."""
    items = client.get("/tags").json()["items"]
    return {
        each["name"]: each["count"] for each in items if each["name"].startswith(prefix)
    }
