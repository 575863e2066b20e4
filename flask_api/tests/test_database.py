"""What a request finds when the database is in trouble, or changes meanwhile."""

import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from flask_api.database import make_engine


def test_no_connection_is_kept_that_can_only_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/some.db")
    with monkeypatch.context() as patch:
        # For root every file can be written, but on a disk that is mounted read-only.
        patch.setattr(os, "access", lambda file, mode: False)
        for _ in range(2):
            with pytest.raises(OperationalError, match="cannot be written to"):
                engine.connect()
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE numbers (number INTEGER)"))
    engine.dispose()


def test_an_answer_outlives_the_connection_that_it_was_made_with(
    app: Flask, caller: FlaskClient
) -> None:
    engine = app.extensions["engine"]
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no connection to lose")
    others = text(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    @app.after_request
    def cut(response: Response) -> Response:
        other = make_engine(app.config["DATABASE_URL"])
        with other.connect() as connection:
            connection.execute(others)
        other.dispose()
        return response

    for _ in range(3):
        assert caller.get("/bookmarks/1").status_code == 200
    assert engine.pool.checkedout() == 0


def test_a_page_and_its_tags_are_of_one_moment(app: Flask, caller: FlaskClient) -> None:
    engine = app.extensions["engine"]
    before = caller.get("/bookmarks").json

    def change_tags(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if "FROM tags" in statement:
            other = make_engine(app.config["DATABASE_URL"])
            with other.begin() as connection:
                connection.execute(text("UPDATE tags SET name = name || '-new'"))
            other.dispose()

    event.listen(engine, "before_cursor_execute", change_tags)
    assert caller.get("/bookmarks").json == before
    event.remove(engine, "before_cursor_execute", change_tags)
    assert caller.get("/bookmarks").json != before
