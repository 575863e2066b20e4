"""The API on a SQLite file of its own, with a caller whose token is known."""

from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

import pytest

from scratch_api import auth, settings
from scratch_api.app import make_app
from scratch_api.database import Database
from scratch_api.migrate import migrate
from scratch_api.tests.wsgi_client import Answer, request

FOREVER = 2**62


class Api:
    """The application, its database, and a caller."""

    def __init__(self, app: WSGIApplication, database: Database) -> None:
        self.app = app
        self.database = database

    def add_user(self, id: int) -> str:
        """A user who needs no password; their token."""
        token = f"token-of-{id}"
        with self.database.write() as session:
            session.execute(
                "INSERT INTO users (id, username, password_hash, created_at)"
                " VALUES (?, ?, '', 0)",
                id,
                f"user{id}",
            )
            session.execute(
                "INSERT INTO tokens (digest, user_id, created_at, expires_at)"
                " VALUES (?, ?, 0, ?)",
                auth.digest(token),
                id,
                FOREVER,
            )
        return token

    def request(self, method: str, target: str, **options: Any) -> Answer:
        """Send a request as user 1, unless another token is given."""
        options.setdefault("Authorization", "Bearer token-of-1")
        return request(self.app, method, target, **options)


def open_api(file: Path) -> Api:
    """The API on a new database with user 1."""
    url = f"sqlite:///{file}"
    database = Database(url, create=True)
    migrate(database, report=lambda _line: None)
    api = Api(make_app(settings.read({"DATABASE_URL": url})), database)
    api.add_user(1)
    return api


@pytest.fixture
def api(tmp_path: Path) -> Api:
    """A fresh one for every test."""
    return open_api(tmp_path / "bookmarks.db")
