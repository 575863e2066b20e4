"""What the server cannot do, and says."""

import os
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from fastapi_api.database import open_database
from fastapi_api.main import create_app


def test_no_connection_is_kept_that_can_only_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = open_database(make_url(f"sqlite:///{tmp_path}/some.db"), connections=1)
    with monkeypatch.context() as patch:
        # For root every file can be written, but on a disk that is mounted read-only.
        patch.setattr(os, "access", lambda file, mode: False)
        for _ in range(2):
            with pytest.raises(OperationalError, match="cannot be written to"):
                sessions.engine.connect()
    with sessions.write.begin() as session:
        session.execute(text("CREATE TABLE numbers (number INTEGER)"))
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


def test_a_server_that_stops_says_that_the_connection_ends(client: TestClient) -> None:
    assert "Connection" not in client.get("/health").headers
    client.app_state["stopping"].set()
    for path in "/health", "/tags", "/nowhere":
        assert client.get(path).headers["Connection"] == "close"
