"""A migrated database, and the application in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from fastapi.testclient import TestClient

from fastapi_api.main import create_app
from fastapi_api.migrations import CONFIG


@pytest.fixture
def database_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/bookmarks.db"
    monkeypatch.setenv("DATABASE_URL", url)
    command.upgrade(CONFIG, "head")
    return url


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    """A client of a new user."""
    with TestClient(create_app(), base_url="http://localhost") as client:
        credentials = {"username": "ada", "password": "correct horse"}
        assert client.post("/users", json=credentials).status_code == 201
        token = client.post("/tokens", json=credentials).json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client
