"""Migrations: how a database with data in it gets a new schema.

Stands for: Alembic, `manage.py migrate`.

A step is a file `migrations/NNNN_name.sql`, or one a database
(`NNNN_name.sqlite.sql`) where no SQL says it for both. The table `migrations`
holds which steps were taken.
"""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from scratch_api import times
from scratch_api.database import Database, Session

FOLDER = Path(__file__).parent / "migrations"
LAST_STEP = max(int(path.name[:4]) for path in FOLDER.glob("[0-9]*.sql"))


def migrate(
    database: Database, to: int = LAST_STEP, report: Callable[[str], None] = print
) -> None:
    """Take the steps that are missing, all in one transaction."""
    with database.write() as session:
        # Two that are started at once: the second waits, then has nothing to do.
        for statement in database.driver.lock_migrations:
            session.execute(statement)
        session.execute(
            "CREATE TABLE IF NOT EXISTS migrations"
            " (step INTEGER PRIMARY KEY, name TEXT NOT NULL, taken_at BIGINT NOT NULL)"
        )
        before = current_step(session)
        for step in range(before + 1, to + 1):
            path = _file(step, database.driver.name)
            for statement in _statements(path.read_text("utf-8")):
                session.execute(statement)
            session.execute(
                "INSERT INTO migrations VALUES (?, ?, ?)", step, path.name, times.now()
            )
            report(f"step {step}: {path.name}")
        if before >= to:
            report(f"nothing to do: the database is at step {before}")


def current_step(session: Session) -> int:
    """The last step that was taken; 0 in an empty database that has the table."""
    [(step,)] = session.execute("SELECT max(step) FROM migrations")
    return step or 0


def _file(step: int, database: str) -> Path:
    [path] = [
        path
        for path in FOLDER.glob(f"{step:04}_*.sql")
        if path.suffixes in ([".sql"], [f".{database}", ".sql"])
    ]
    return path


def _statements(script: str) -> Iterator[str]:
    """The statements of a script. DB-API's execute takes one at a time."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        # True at a semicolon that is in no string and no comment.
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
