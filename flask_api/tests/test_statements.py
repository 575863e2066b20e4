"""How many statements a request takes, and how the database finds the rows."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from .conftest import statements


def selects(seen: list[tuple[str, object]]) -> list[str]:
    return [statement for statement, _ in seen if statement.startswith("SELECT")]


def test_a_page_of_100_takes_as_many_statements_as_one_of_10(
    app: Flask, caller: FlaskClient
) -> None:
    counts = []
    for limit in (10, 100):
        with statements(app) as seen:
            page = caller.get("/bookmarks", query_string={"limit": limit}).json
        assert len(page["items"]) == limit
        assert all(len(item["tags"]) == 2 for item in page["items"])
        counts.append(len(selects(seen)))
    # The token with its user, the bookmarks, their tags.
    assert counts == [3, 3]


def test_a_bookmark_is_read_in_two_statements_and_made_in_three(
    app: Flask, caller: FlaskClient
) -> None:
    body = {"url": "https://example.org/new", "title": "New", "tags": ["a", "b"]}
    with statements(app) as seen:
        created = caller.post("/bookmarks", json=body)
    assert created.status_code == 201
    words = [statement.split()[0] for statement, _ in seen]
    assert [word for word in words if word != "BEGIN"] == ["SELECT", "INSERT", "INSERT"]
    with statements(app) as seen:
        assert caller.get(created.location).json == created.json
    assert len(selects(seen)) == 2


@pytest.mark.parametrize("sort", ["created_at", "-created_at", "title", "-title"])
@pytest.mark.parametrize("page", ["first", "second"])
def test_a_page_is_read_from_its_index_in_order(
    app: Flask, caller: FlaskClient, sort: str, page: str
) -> None:
    query = {"limit": 10, "sort": sort}
    if page == "second":
        query["cursor"] = caller.get("/bookmarks", query_string=query).json["next"]
    with statements(app) as seen:
        caller.get("/bookmarks", query_string=query)
    found = [s for s in seen if "FROM bookmarks" in s[0] and "LIMIT" in s[0]]
    ((statement, parameters),) = found
    plan = explain(app, statement, parameters)
    assert f"ix_bookmarks_user_id_{sort.removeprefix('-')}_id" in plan
    # Neither of the two databases has to sort what it has found.
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def explain(app: Flask, statement: str, parameters: object) -> str:
    engine = app.extensions["engine"]
    with engine.connect() as connection:
        word = "EXPLAIN QUERY PLAN"
        if engine.dialect.name == "postgresql":
            word = "EXPLAIN"
            connection.execute(text("ANALYZE"))
            # So few rows PostgreSQL would rather read all at once.
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        rows = connection.exec_driver_sql(f"{word} {statement}", parameters)
        return "\n".join(str(row) for row in rows)
