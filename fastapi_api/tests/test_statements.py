"""How much SQL a request costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event, make_url, text

from fastapi_api.cursors import write_cursor
from fastapi_api.database import open_database
from fastapi_api.listing import BookmarkQuery, select_page
from fastapi_api.models import Bookmark, User


@contextmanager
def statements() -> Iterator[list[str]]:
    """Everything that is sent to a database in this block, BEGIN and COMMIT apart."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def fill(client: TestClient, number: int) -> None:
    for n in range(number):
        bookmark = {
            "url": f"https://example.org/{n}",
            "title": f"Title {n}",
            "tags": ["all", f"tag-{n}"],
        }
        assert client.post("/bookmarks", json=bookmark).status_code == 201


def test_a_page_of_100_costs_the_statements_of_a_page_of_10(
    client: TestClient,
) -> None:
    fill(client, 101)
    costs = {}
    for limit in 10, 100:
        with statements() as sent:
            page = client.get("/bookmarks", params={"limit": limit}).json()
        assert len(page["items"]) == limit
        assert all(len(item["tags"]) == 2 for item in page["items"])
        costs[limit] = len(sent)
    # The caller, the bookmarks, their tags.
    assert costs == {10: 3, 100: 3}


def test_reading_one_costs_two_statements(client: TestClient) -> None:
    fill(client, 1)
    with statements() as sent:
        assert client.get("/bookmarks/1").status_code == 200
    assert len(sent) == 2


def test_a_write_that_changes_nothing_writes_nothing(client: TestClient) -> None:
    fill(client, 1)
    bookmark = {
        "url": "https://example.org/0",
        "title": "Title 0",
        "tags": ["tag-0", "all"],
    }
    with statements() as sent:
        assert client.put("/bookmarks/1", json=bookmark).status_code == 200
    assert all(statement.startswith("SELECT") for statement in sent)


@pytest.mark.parametrize("sort", ["created_at", "-created_at", "title", "-title"])
def test_a_page_is_found_and_ordered_by_an_index(database_url: str, sort: Any) -> None:
    last = Bookmark(id=7, title="Title", created_at=datetime.now(UTC))
    cursor = write_cursor(sort, last)
    query = BookmarkQuery.model_validate({"sort": sort, "cursor": cursor})
    engine = open_database(make_url(database_url), connections=1).engine
    page = select_page(User(id=1), query).compile(
        engine, compile_kwargs={"literal_binds": True}
    )
    with engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {page}")).all()
    engine.dispose()
    index = f"ix_bookmarks_user_id_{sort.removeprefix('-')}_id"
    # One step: no other scan, no sorting of what was found. The place after AND
    # is the cursor's: nothing before it is read.
    assert len(plan) == 1
    assert plan[0].detail.startswith(
        f"SEARCH bookmarks USING INDEX {index} (user_id=? AND "
    )
