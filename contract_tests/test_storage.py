"""Storage: what is true of the data when many write at once, or the power fails?"""

import itertools
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import a_bookmark
from contract_tests.support.parallel import at_once
from contract_tests.support.private import MakeServer
from contract_tests.support.problems import assert_problem
from fourways.process import wait_until

# A race that is lost only now and then should be lost once here.
ROUNDS = 3


# ------------------------------------------------------------------ uniqueness


@checks("store-1")
def test_of_eight_posts_of_one_url_one_wins(alice: Client) -> None:
    for _ in range(ROUNDS):
        body = a_bookmark(tags=["same"])
        post = partial(alice.post, "/bookmarks", json=body)
        responses = at_once([post] * 8)
        got = Counter(response.status_code for response in responses)
        assert got == {201: 1, 409: 7}
        (created,) = [each.json() for each in responses if each.status_code == 201]
        found = alice.get("/bookmarks", params={"q": body["url"]}).json()["items"]
        assert found == [created]


@checks("store-1", "crud-7")
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_of_eight_changes_to_one_url_one_wins(alice: Client, method: str) -> None:
    mine = [alice.make_bookmark() for _ in range(8)]
    body = a_bookmark()
    changes = [
        partial(alice.request, method, f"/bookmarks/{each['id']}", json=body)
        for each in mine
    ]
    got = Counter(response.status_code for response in at_once(changes))
    assert got == {200: 1, 409: 7}
    found = alice.get("/bookmarks", params={"q": body["url"]}).json()["items"]
    assert [each["url"] for each in found] == [body["url"]]


@checks("store-6")
def test_of_four_users_of_one_name_one_wins(api: Client, unique: str) -> None:
    name = f"user-{unique}"
    names = [name, name.upper(), name.title(), name.swapcase()]
    calls = [
        partial(api.post, "/users", json={"username": each, "password": f"pw {number}"})
        for number, each in enumerate(names, start=10_000)
    ]
    responses = at_once(calls)
    got = Counter(response.status_code for response in responses)
    assert got == {201: 1, 409: 3}


# ----------------------------------------------------------- read, change, write


@checks("store-2")
def test_parallel_patches_of_different_members_lose_nothing(alice: Client) -> None:
    for _ in range(ROUNDS):
        path = f"/bookmarks/{alice.make_bookmark(tags=['old'])['id']}"
        changes = a_bookmark(notes="new notes", tags=["new", "tags"])
        responses = at_once(
            [
                partial(alice.patch, path, json={member: value})
                for member, value in changes.items()
            ]
        )
        assert [response.status_code for response in responses] == [200] * 4
        bookmark = alice.get(path).json()
        assert {member: bookmark[member] for member in changes} == changes
        assert bookmark["updated_at"] > bookmark["created_at"]


@checks("store-2")
def test_parallel_changes_on_condition_lose_nothing(alice: Client) -> None:
    """Eight callers each add a tag: read, change, write if nobody else did."""
    path = f"/bookmarks/{alice.make_bookmark()['id']}"
    tags = [f"tag-{number}" for number in range(8)]
    at_once([partial(add_tag, alice, path, tag) for tag in tags])
    assert alice.get(path).json()["tags"] == tags


def add_tag(client: Client, path: str, tag: str) -> None:
    while True:
        read = client.get(path)
        tags = [*read.json()["tags"], tag]
        if_unchanged = {"If-Match": read.headers["ETag"]}
        written = client.patch(path, json={"tags": tags}, headers=if_unchanged)
        if written.status_code == 200:
            return
        assert_problem(written, 412, "precondition-failed")


@checks("store-3")
def test_thirty_two_writers_at_once(alice: Client) -> None:
    def write() -> list[int]:
        created = alice.post("/bookmarks", json=a_bookmark(tags=["a", "b"]))
        if created.status_code != 201:
            return [created.status_code]
        path = f"/bookmarks/{created.json()['id']}"
        put = alice.put(path, json=a_bookmark(tags=["b", "c"]))
        patch = alice.patch(path, json={"notes": "changed"})
        delete = alice.delete(path)
        return [each.status_code for each in (created, put, patch, delete)]

    assert at_once([write] * 32) == [[201, 200, 200, 204]] * 32


# ------------------------------------------------------------------ durability


@dataclass
class Acknowledged:
    """What a writer was told: bookmarks as last answered, paths that are gone."""

    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)

    def writes(self) -> int:
        return len(self.kept) + len(self.deleted)


@checks("store-4")
def test_what_was_acknowledged_survives_a_kill(private_server: MakeServer) -> None:
    server = private_server(WORKERS="2")
    user = server.user()
    writers = [Acknowledged() for _ in range(4)]
    with ThreadPoolExecutor(len(writers)) as pool:
        ends = [pool.submit(write_until_killed, user, each) for each in writers]
        enough = wait_until(
            lambda: all(each.writes() >= 8 for each in writers), seconds=30
        )
        server.kill()
    for end in ends:
        end.result()
    assert enough, "the writers were not answered"
    server.start_again()
    client = server.client().as_user(user.token)
    for writer in writers:
        for path, bookmark in writer.kept.items():
            assert client.get(path).json() == bookmark
        for path in writer.deleted:
            assert_problem(client.get(path), 404, "not-found")
    # A write that nobody heard of may have happened, but not by halves.
    newest = client.get("/bookmarks", params={"limit": 100}).json()["items"]
    assert [item["tags"] for item in newest] == [TAGS] * len(newest)


TAGS = ["a", "b", "c"]


def write_until_killed(user: Client, told: Acknowledged) -> None:
    """Create and change, and delete every third, until nobody answers."""
    for number in itertools.count(1):
        path = ""
        try:
            created = user.post("/bookmarks", json=a_bookmark(tags=TAGS))
            path = f"/bookmarks/{created.json()['id']}"
            told.kept[path] = created.json()
            if number % 3 == 0:
                assert user.delete(path).status_code == 204
                del told.kept[path]
                told.deleted.add(path)
            else:
                changed = user.patch(path, json={"title": f"Number {number}"})
                told.kept[path] = changed.json()
        except httpx.TransportError:
            # Whether the last change of this one happened is not known.
            told.kept.pop(path, None)
            return


# ------------------------------------------------------------------------- SQL


@checks("store-5")
@pytest.mark.parametrize("case", cases("storage/sql.toml"))
def test_sql_in_a_member_is_data(alice: Client, case: dict[str, str]) -> None:
    text = case["text"]
    members = {"title": text, "notes": text}
    bookmark = alice.make_bookmark(**members)
    path = f"/bookmarks/{bookmark['id']}"
    assert {name: bookmark[name] for name in members} == members
    assert alice.get(path).json() == bookmark
    other = a_bookmark(**members)
    replaced = alice.put(path, json=other).json()
    assert {name: replaced[name] for name in other} == other
    assert alice.patch(path, json={"title": f"x{text}"}).json()["title"] == f"x{text}"


@checks("store-5")
@pytest.mark.parametrize("case", cases("storage/sql.toml"))
def test_sql_in_a_parameter_is_data(
    alice: Client, unique: str, case: dict[str, str]
) -> None:
    text = f"{unique} {case['text']}"
    wanted = alice.make_bookmark(title=text)
    alice.make_bookmark(title=unique)
    found = alice.get("/bookmarks", params={"q": text}).json()["items"]
    assert [each["id"] for each in found] == [wanted["id"]]
    for parameter in ("tag", "sort", "limit", "cursor"):
        response = alice.get("/bookmarks", params={parameter: case["text"]})
        assert_problem(response, 422, "invalid")


@checks("store-5")
def test_sql_in_a_path_or_a_token_is_data(api: Client, alice: Client) -> None:
    bookmark = alice.make_bookmark()
    path = f"/bookmarks/{bookmark['id']}%20OR%201=1"
    assert_problem(alice.get(path), 404, "not-found")
    assert_problem(alice.delete(path), 404, "not-found")
    if alice.token:
        thief = api.as_user("'OR'1'='1")
        assert_problem(thief.get("/bookmarks"), 401, "unauthorized")
    assert alice.get(f"/bookmarks/{bookmark['id']}").json() == bookmark
