"""Migrations: steps in order, once, all or nothing."""

import threading
from pathlib import Path

import pytest

from scratch_api import migrate
from scratch_api.database import Database
from scratch_api.drivers import Sqlite
from scratch_api.tests.api.conftest import Api

SEED = migrate.FOLDER / "first_step.sql"
STEPS = [
    "step 1: 0001_first.sqlite.sql",
    "step 2: 0002_tags.sqlite.sql",
    "step 3: 0003_token_expiry.sql",
    "step 4: 0004_sign_in_failures.sql",
]


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    """A database without a schema."""
    return Database(f"sqlite:///{tmp_path}/bookmarks.db", create=True)


def test_to_the_last_step_and_then_nothing(empty: Database) -> None:
    lines: list[str] = []
    migrate.migrate(empty, report=lines.append)
    assert lines == STEPS
    migrate.migrate(empty, report=lines.append)
    assert lines[4:] == ["nothing to do: the database is at step 4"]


def test_data_of_the_first_step_arrives_at_the_last(empty: Database) -> None:
    migrate.migrate(empty, to=1, report=lambda _line: None)
    with empty.read() as session:
        session.connection.executescript(SEED.read_text("utf-8"))
    lines: list[str] = []
    migrate.migrate(empty, report=lines.append)
    assert lines == STEPS[1:]
    with empty.read() as session:
        assert session.execute(
            "SELECT bookmark_id, name, user_id FROM tags ORDER BY bookmark_id, name"
        ) == [
            (3, "reading", 1),
            (3, "web", 1),
            (4, "web", 1),
            (7, "compilers", 2),
            (7, "web", 2),
        ]
        assert session.execute(
            "SELECT DISTINCT expires_at - created_at FROM tokens"
        ) == [(86_400_000_000,)]
        assert session.execute("SELECT notes FROM bookmarks WHERE id = 3") == [
            ("line one\nline two",)
        ]


def test_two_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bookmarks.db"
    lines: list[str] = []
    threads = [
        threading.Thread(
            target=migrate.migrate,
            args=(Database(url, create=True), migrate.LAST_STEP, lines.append),
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lines == STEPS + ["nothing to do: the database is at step 4"] * 3


def test_a_step_that_fails_leaves_nothing_behind(
    empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "0001_good.sql").write_text("CREATE TABLE a (b TEXT DEFAULT ';');\n")
    (tmp_path / "0002_bad.sql").write_text("CREATE TABLE c (d TEXT);\nCREATE x;\n")
    monkeypatch.setattr(migrate, "FOLDER", tmp_path)
    with pytest.raises(empty.driver.error, match="syntax"):
        migrate.migrate(empty, to=2, report=lambda _line: None)
    with empty.read() as session:
        assert session.execute("SELECT name FROM sqlite_master") == []


def test_health_tells_a_schema_that_is_behind(api: Api) -> None:
    assert api.request("GET", "/health").json() == {"status": "ok"}
    with api.database.write() as session:
        session.execute("DELETE FROM migrations WHERE step = 4")
    answer = api.request("GET", "/health")
    assert answer.status == 503
    assert "python -m scratch_api migrate" in answer.json()["detail"]


def test_a_file_that_was_replaced_is_opened_again(api: Api) -> None:
    assert api.request("GET", "/health").status == 200
    assert isinstance(api.database.driver, Sqlite)
    file = Path(api.database.driver.path)
    file.rename(f"{file}.away")
    assert api.request("GET", "/health").status == 503
    assert api.request("GET", "/users/me").status == 500
    assert not file.exists()
    Path(f"{file}.away").rename(file)
    assert api.request("GET", "/users/me").status == 200
