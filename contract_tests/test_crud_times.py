"""Times: when was a bookmark made, and when did it last change?"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.inputs import (
    a_bookmark,
    full_bookmark,
    members_of,
    path_of,
)

# RFC 3339 5.6, in UTC with six digits of microseconds.
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")

# How far the time of a response may be from the times in it, either way.
CLOCK_SECONDS = 10.0


@checks("crud-8")
def test_a_new_bookmark_was_updated_when_it_was_created(alice: Client) -> None:
    bookmark = full_bookmark(alice)
    assert bookmark["updated_at"] == bookmark["created_at"]


@checks("crud-8")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("name", ["url", "title", "notes", "tags"])
def test_a_change_moves_updated_at_alone(alice: Client, name: str, method: str) -> None:
    before = full_bookmark(alice)
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
    before = full_bookmark(alice)
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
    other, changed = (
        full_bookmark(alice, tags=[unique]),
        full_bookmark(alice, tags=[unique]),
    )
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


def time_of(text: str) -> datetime:
    """A time of the API."""
    return datetime.fromisoformat(text)


def assert_now(response: httpx.Response, text: str) -> None:
    """The time is that of the response, by the clock of the server itself."""
    __tracebackhide__ = True
    date = parsedate_to_datetime(response.headers["Date"])
    apart = abs((time_of(text) - date).total_seconds())
    assert apart <= CLOCK_SECONDS, f"{text} is {apart:.1f} s away from {date}"
