"""Where bookmarks are kept: in SQLite. `python store.py` migrates the database."""

import os
import sqlite3
from contextlib import contextmanager


@contextmanager
def transaction():
    """Open the database; what is done inside is done as a whole, or not at all."""
    url = os.environ.get("DATABASE_URL", "sqlite:///bookmarks.db")
    path = url.removeprefix("sqlite:///")
    database = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        database.row_factory = sqlite3.Row
        database.execute("BEGIN IMMEDIATE")
        yield database
        database.execute("COMMIT")
    finally:
        database.close()


def first_step(database):
    """The table as it was at first."""
    database.execute(
        "CREATE TABLE bookmarks (id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " url TEXT NOT NULL, title TEXT NOT NULL)"
    )


def second_step(database):
    """Bookmarks have notes."""
    # >>> second-step: Add the column notes; in rows that are there it is empty.
    database.execute("ALTER TABLE bookmarks ADD COLUMN notes TEXT NOT NULL DEFAULT ''")
    # <<< second-step


STEPS = [first_step, second_step]


def migrate():
    """Take the steps that this database has not taken yet."""
    with transaction() as database:
        # >>> migrate: PRAGMA user_version counts the steps taken: take the others.
        (taken,) = database.execute("PRAGMA user_version").fetchone()
        for number, step in enumerate(STEPS[taken:], taken + 1):
            step(database)
            database.execute(f"PRAGMA user_version = {number}")
            print(f"Step {number} is taken.")
        # <<< migrate


def insert(fields):
    """Store a new bookmark; return it with its id."""
    with transaction() as database:
        # >>> insert: INSERT with parameters, never with texts put together.
        sql = (
            "INSERT INTO bookmarks (url, title, notes)"
            " VALUES (:url, :title, :notes) RETURNING *"
        )
        return dict(database.execute(sql, fields).fetchone())
        # <<< insert


def select_all():
    """Return all bookmarks, the newest first."""
    with transaction() as database:
        # >>> select-all: SELECT, ordered by id, the highest first.
        rows = database.execute("SELECT * FROM bookmarks ORDER BY id DESC")
        return [dict(row) for row in rows]
        # <<< select-all


def select(number):
    """Return the bookmark with that id, or None."""
    with transaction() as database:
        sql = "SELECT * FROM bookmarks WHERE id = ?"
        row = database.execute(sql, (number,)).fetchone()
        return dict(row) if row else None


def checked(database, number, check):
    """Let `check` look at the bookmark that is there, in the same transaction."""
    sql = "SELECT * FROM bookmarks WHERE id = ?"
    row = database.execute(sql, (number,)).fetchone()
    if row:
        check(dict(row))


def update(number, fields, check=lambda bookmark: None):
    """Store other fields; return the bookmark, or None if there is none."""
    with transaction() as database:
        checked(database, number, check)
        # >>> update: UPDATE that one row; the new one, or None.
        sql = (
            "UPDATE bookmarks SET url = :url, title = :title, notes = :notes"
            " WHERE id = :id RETURNING *"
        )
        row = database.execute(sql, {**fields, "id": number}).fetchone()
        return dict(row) if row else None
        # <<< update


def delete(number, check=lambda bookmark: None):
    """Remove the bookmark; return whether there was one."""
    with transaction() as database:
        checked(database, number, check)
        sql = "DELETE FROM bookmarks WHERE id = ?"
        return database.execute(sql, (number,)).rowcount == 1


if __name__ == "__main__":
    migrate()
