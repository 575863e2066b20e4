"""Migrations: how does a database with data in it get a new schema?

A backend's history begins with three steps: users, tokens and bookmarks, with the
tags as one comma-separated text; then tags in tables of their own; then tokens that
expire.
Its backend.toml says how to stop at the first, and its seed fills that.
"""

import re
import subprocess
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import FOLDER
from contract_tests.support.inputs import a_bookmark
from contract_tests.support.listing import walk
from contract_tests.support.private import MakeServer
from contract_tests.support.problems import assert_problem
from contract_tests.support.together import let_in_together

SEED: Final[dict[str, Any]] = tomllib.loads(
    (FOLDER / "migrations" / "seed.toml").read_text(encoding="utf-8")
)


def succeeded(result: "subprocess.CompletedProcess[str]") -> str:
    """What a migration printed, if its exit status says that it succeeded."""
    printed = f"{result.stdout}{result.stderr}"
    assert result.returncode == 0, f"migrate ended with {result.returncode}: {printed}"
    return printed


def kept(client: Client) -> list[dict[str, Any]]:
    """The caller's bookmarks, oldest first."""
    found: list[dict[str, Any]] = client.get("/bookmarks?sort=created_at").json()[
        "items"
    ]
    return found


@checks("migrate-1")
def test_migrating_nothing_makes_what_the_server_needs(alice: Client) -> None:
    """The target's own database was empty before its backend migrated it."""
    bookmark = alice.make_bookmark(tags=["b", "a"], notes="notes")
    assert alice.get(f"/bookmarks/{bookmark['id']}").json() == bookmark
    assert bookmark in alice.get("/bookmarks").json()["items"]


@checks("migrate-2")
def test_migrating_again_changes_nothing(private_server: MakeServer) -> None:
    server = private_server()
    user = server.user()
    bookmark = user.make_bookmark(tags=["b", "a"], notes="notes")
    schema = server.database.schema()
    # While the server runs, as in a deployment.
    succeeded(server.migrate())
    assert server.database.schema() == schema
    assert user.get("/bookmarks").json()["items"] == [bookmark]
    assert user.post("/bookmarks", json=a_bookmark()).status_code == 201


@checks("migrate-3", "migrate-4")
def test_a_database_filled_at_the_first_step_keeps_everything(
    private_server: MakeServer,
) -> None:
    server = private_server(migrated=False, first_step=True, start=False)
    server.fill_with_seed(with_tokens_of_today)
    succeeded(server.migrate())
    server.start()
    # Tokens that had no end get one: a day after they were made.
    of_23_hours = server.client().as_user(SEED["tokens"]["lasts"])
    assert of_23_hours.get("/users/me").json()["username"] == "Ada"
    of_25_hours = server.client().as_user(SEED["tokens"]["expired"])
    assert_problem(of_25_hours.get("/users/me"), 401, "unauthorized")
    for name, password in SEED["passwords"].items():
        # Signing in ignores the case of a name, and shows it as first written.
        user = server.client().sign_in(name.swapcase(), password)
        me = user.get("/users/me").json()
        assert me["username"] == name
        assert me["created_at"] == SEED["users"]["created_at"]
        assert_keeps(user, SEED[name])
    taken = {"username": "ADA", "password": "another password"}
    assert_problem(server.client().post("/users", json=taken), 409, "conflict")


def assert_keeps(user: Client, expected: list[dict[str, Any]]) -> None:
    """Everything is there, is found, and can be worked with."""
    assert kept(user) == expected
    for bookmark in expected:
        assert user.get(f"/bookmarks/{bookmark['id']}").json() == bookmark
    # One by one, also those of one moment: ties are by id.
    assert [*walk(user, sort="created_at", limit=1)] == expected
    assert [*walk(user, limit=1)] == expected[::-1]
    counts = Counter(tag for bookmark in expected for tag in bookmark["tags"])
    listed = [{"name": name, "count": counts[name]} for name in sorted(counts)]
    assert user.get("/tags").json() == {"items": listed}
    tagged = user.get("/bookmarks", params={"tag": "web", "sort": "created_at"}).json()
    with_web = [each["url"] for each in expected if "web" in each["tags"]]
    assert [item["url"] for item in tagged["items"]] == with_web
    # Rules about the data survived, and ids go on where they were.
    again = a_bookmark(url=expected[0]["url"])
    assert_problem(user.post("/bookmarks", json=again), 409, "conflict")
    ids = {item["id"] for item in user.get("/bookmarks").json()["items"]}
    made = user.make_bookmark(tags=["web", "new"])
    assert made["id"] > max(ids)
    changed = tagged["items"][0]
    response = user.patch(f"/bookmarks/{changed['id']}", json={"tags": ["changed"]})
    assert response.json()["tags"] == ["changed"]
    assert user.delete(f"/bookmarks/{changed['id']}").status_code == 204


def with_tokens_of_today(seed: str) -> str:
    """The seed with its tokens made 23 and 25 hours ago, however it writes times."""
    now = datetime.now(UTC).replace(microsecond=0)
    seed = with_time(seed, datetime(2999, 1, 1, tzinfo=UTC), now - timedelta(hours=23))
    old = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    return with_time(seed, old, now - timedelta(hours=25))


def with_time(seed: str, old: datetime, new: datetime) -> str:
    """The seed with one time instead of another: ISO 8601, or Unix time."""
    for factor in (1_000_000, 1_000, 1):
        was, is_ = (str(int(time.timestamp()) * factor) for time in (old, new))
        changed, count = re.subn(rf"\b{was}\b", is_, seed)
        if count:
            return changed
    # The users of the seed were made 6 microseconds after one of its tokens.
    pattern = rf"{old:%Y-%m-%d}([T ]){old:%H:%M:%S}(?!\.000006)"
    changed, count = re.subn(pattern, rf"{new:%Y-%m-%d}\g<1>{new:%H:%M:%S}", seed)
    assert count == 1, f"the seed has no token of {old:%Y-%m-%dT%H:%M:%SZ}"
    return changed


@checks("migrate-5")
def test_two_migrations_at_once_run_each_step_once(private_server: MakeServer) -> None:
    server = private_server(migrated=False, first_step=True, start=False)
    server.fill_with_seed()
    with ThreadPoolExecutor(2) as pool:
        with let_in_together(server.database, 2):
            both = [pool.submit(server.migrate) for _ in range(2)]
        printed = [succeeded(each.result()) for each in both]
    idle = set(succeeded(server.migrate()).splitlines())
    said = Counter(line for text in printed for line in text.splitlines() if line)
    steps = {line: count for line, count in said.items() if line not in idle}
    assert len(steps) >= 2, f"expected a line for each of two steps, got {steps}"
    assert set(steps.values()) == {1}, f"a step ran twice: {steps}"
    server.start()
    ada = server.client().as_user(SEED["tokens"]["lasts"])
    assert kept(ada) == SEED["Ada"]


@checks("migrate-5")
def test_two_migrations_at_once_make_a_database(private_server: MakeServer) -> None:
    server = private_server(migrated=False, start=False)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(server.migrate) for _ in range(2)]
        for each in both:
            succeeded(each.result())
    by_one = private_server(start=False)
    assert server.database.schema() == by_one.database.schema()


@checks("migrate-6")
@pytest.mark.parametrize("behind", ["empty", "first step"])
def test_a_server_whose_schema_is_behind_says_so(
    private_server: MakeServer, behind: str
) -> None:
    first_step = behind == "first step"
    server = private_server(migrated=False, first_step=first_step, start=False)
    schema = server.database.schema()
    server.start(ready=False)
    client = server.client()
    for _ in range(3):
        problem = assert_problem(client.get("/health"), 503, "unavailable")
        assert "migrate" in problem["detail"], "it does not say what to run"
    assert server.database.schema() == schema, "the server migrates by itself"
    succeeded(server.migrate())
    for _ in range(3):
        assert client.get("/health").status_code == 200
