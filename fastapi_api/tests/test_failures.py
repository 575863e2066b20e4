"""What is left behind by an operation that failed."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from fastapi_api.database import open_database
from fastapi_api.main import create_app


def test_a_read_only_connection_does_not_stay_in_the_pool(tmp_path: Path) -> None:
    sessions = open_database(make_url(f"sqlite:///{tmp_path}/some.db"), connections=1)
    with sessions.write.begin() as session:
        session.execute(text("CREATE TABLE numbers (number INTEGER)"))
    with sessions.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    insert = text("INSERT INTO numbers VALUES (1)")
    with (
        pytest.raises(OperationalError, match="readonly"),
        sessions.write.begin() as session,
    ):
        session.execute(insert)
    with sessions.write.begin() as session:
        session.execute(insert)
    sessions.engine.dispose()


def test_a_500_says_that_the_connection_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/without-tables.db")
    app = create_app()
    with TestClient(app, "http://localhost", raise_server_exceptions=False) as client:
        answer = client.get("/users/me", headers={"Authorization": "Bearer x"})
    assert answer.status_code == 500
    assert answer.headers["Connection"] == "close"
