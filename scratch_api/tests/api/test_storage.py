"""What a request costs the database: statements, plans, steps. Nothing is timed.

SQLite tells all of it: `set_trace_callback` the statements, EXPLAIN QUERY PLAN the
indexes, and `set_progress_handler` the steps of its virtual machine.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from scratch_api import bookmarks, listing, tags
from scratch_api.cursors import Cursor
from scratch_api.listing import SORTS, Query
from scratch_api.tests.api.conftest import Api, open_api

MANY = 100_000
PAGE = 20


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Api:
    """User 1 has 100,000 bookmarks with two tags each."""
    api = open_api(tmp_path_factory.mktemp("full") / "bookmarks.db")
    fill(api, 1, MANY)
    return api


def fill(api: Api, user: int, count: int) -> None:
    """Give the user that many bookmarks."""
    with api.database.write() as session:
        connection: sqlite3.Connection = session.connection
        first = session.execute("SELECT coalesce(max(id), 0) + 1 FROM bookmarks")[0][0]
        ids = range(first, first + count)
        connection.executemany(
            "INSERT INTO bookmarks (id, user_id, url, title, notes, created_at,"
            " updated_at) VALUES (?, ?, ?, ?, '', ?, ?)",
            # Titles in another order than times, all of one length.
            (
                (i, user, f"https://example.org/{i}", f"{i * 7_919 % 10**7:07}", i, i)
                for i in ids
            ),
        )
        connection.executemany(
            "INSERT INTO tags (bookmark_id, name, user_id) VALUES (?, ?, ?)",
            ((i, name, user) for i in ids for name in ("odd-one", "other")),
        )


def connection_of(api: Api) -> sqlite3.Connection:
    with api.database.read() as session:
        connection: sqlite3.Connection = session.connection
        return connection


@contextmanager
def statements_of(api: Api, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that the application runs meanwhile."""
    seen: list[str] = []
    connect = sqlite3.connect

    def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_trace_callback(seen.append)
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", traced)
        api.request("GET", "/health")  # the application opens its connection
        seen.clear()
        yield seen


def steps(api: Api, sql: str, values: list[object]) -> int:
    """How many instructions the statement takes, and it must find something."""
    connection = connection_of(api)
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    # Once before: steps that make room in a cache do not count.
    with api.database.read() as session:
        assert session.execute(sql, *values)
        connection.set_progress_handler(count, 1)
        session.execute(sql, *values)
    connection.set_progress_handler(None, 0)
    return counted


def page(api: Api, sort: str, number: int) -> tuple[str, list[object]]:
    """The statement of a page of the walk through all bookmarks."""
    after = None
    if number > 1:
        column, _, direction = SORTS[sort]
        with api.database.read() as session:
            [(key, id)] = session.execute(
                f"SELECT {column}, id FROM bookmarks WHERE user_id = 1"
                f" ORDER BY {column} {direction}, id {direction} LIMIT 1 OFFSET ?",
                (number - 1) * PAGE - 1,
            )
        after = Cursor(sort, key, id)
    return listing.page_sql(1, Query([], None, sort, PAGE, after))


@pytest.mark.parametrize("sort", SORTS)
def test_the_first_page_and_the_five_hundredth_cost_the_same(
    full: Api, sort: str
) -> None:
    first, second, deep = (steps(full, *page(full, sort, n)) for n in (1, 2, 500))
    assert deep == second
    # The first compares no row with a place to begin behind: 5 steps less a row.
    assert first <= second <= first + 5 * (PAGE + 1)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("number", [1, 500])
def test_a_page_is_read_from_an_index_in_its_order(
    full: Api, sort: str, number: int
) -> None:
    sql, values = page(full, sort, number)
    with full.database.read() as session:
        # The driver's own words for string_agg, as it would be run.
        plan = [row[3] for row in session.execute(f"EXPLAIN QUERY PLAN {sql}", *values)]
    column = SORTS[sort][0]
    assert f"USING INDEX bookmarks_{column} (user_id=?" in plan[0]
    assert not [line for line in plan if "TEMP B-TREE" in line or "SCAN" in line], plan


def test_counting_reads_one_index_alone(full: Api) -> None:
    with full.database.read() as session:
        plan = session.execute(f"EXPLAIN QUERY PLAN {tags.COUNT}", 1)
    assert [row[3] for row in plan] == [
        "SEARCH tags USING COVERING INDEX tags_user (user_id=?)"
    ]


def test_other_callers_rows_cost_nothing(api: Api) -> None:
    def costs() -> list[int]:
        asked = Query(["odd-one", "other"], "example", "title", PAGE, None)
        plain = Query([], None, "-created_at", PAGE, None)
        return [
            steps(api, *listing.page_sql(1, asked)),
            steps(api, *listing.page_sql(1, plain)),
            steps(api, tags.COUNT, [1]),
            steps(api, f"{bookmarks.SELECT} WHERE id = ? AND user_id = ?", [2, 1]),
        ]

    api.add_user(2)
    fill(api, 2, 1)
    fill(api, 1, 50)
    fill(api, 2, 1)
    before = costs()
    fill(api, 2, 5_000)
    assert costs() == before


def test_a_page_of_100_takes_as_many_statements_as_one_of_10(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(api, 1, 150)
    counts = {}
    with statements_of(api, monkeypatch) as seen:
        for limit in (10, 100):
            seen.clear()
            answer = api.request("GET", f"/bookmarks?limit={limit}&tag=other")
            items = answer.json()["items"]
            assert len(items) == limit
            assert items[0]["tags"] == ["odd-one", "other"]
            counts[limit] = len(seen)
    assert counts == {10: 2, 100: 2}  # who is calling, and the page


def test_the_statements_of_each_operation(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"url": "https://example.org/", "title": "t", "tags": ["a", "b", "c"]}
    verbs: dict[str, str] = {}
    with statements_of(api, monkeypatch) as seen:
        for name, method, path, json_body in [
            ("create", "POST", "/bookmarks", body),
            ("read", "GET", "/bookmarks/1", None),
            ("no change", "PUT", "/bookmarks/1", body),
            ("change", "PATCH", "/bookmarks/1", {"tags": ["d"]}),
            ("tags", "GET", "/tags", None),
        ]:
            seen.clear()
            assert api.request(method, path, json_body=json_body).status < 300
            verbs[name] = " ".join(statement.split()[0] for statement in seen)
    # The first SELECT of each is the token's.
    assert verbs == {
        "create": "SELECT BEGIN INSERT INSERT COMMIT",
        "read": "SELECT SELECT",
        "no change": "SELECT BEGIN SELECT SELECT COMMIT",
        "change": "SELECT BEGIN SELECT SELECT UPDATE DELETE INSERT COMMIT",
        "tags": "SELECT SELECT",
    }
