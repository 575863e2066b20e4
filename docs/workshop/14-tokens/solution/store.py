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


def third_step(database):
    """Bookmarks belong to users; what was there belongs to the first one."""
    database.execute(
        "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " username TEXT NOT NULL UNIQUE COLLATE NOCASE, password TEXT NOT NULL)"
    )
    database.execute(
        "CREATE TABLE tokens (digest TEXT PRIMARY KEY,"
        " user_id INTEGER NOT NULL REFERENCES users)"
    )
    database.execute(
        "ALTER TABLE bookmarks ADD COLUMN user_id INTEGER REFERENCES users"
    )


STEPS = [first_step, second_step, third_step]


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


def insert_user(username, password):
    """Store a user; return it, or None if the name is taken."""
    sql = "INSERT INTO users (username, password) VALUES (?, ?) RETURNING *"
    try:
        with transaction() as database:
            user = dict(database.execute(sql, (username, password)).fetchone())
            orphans = "UPDATE bookmarks SET user_id = ? WHERE user_id IS NULL"
            database.execute(orphans, (user["id"],))
            return user
    except sqlite3.IntegrityError:
        return None


def user_named(username):
    """Return the user of that name, in any case, or None."""
    return one("SELECT * FROM users WHERE username = ?", username)


def user_of_token(digest):
    """Return the user whose token has that digest, or None."""
    sql = "SELECT users.* FROM users JOIN tokens ON user_id = id WHERE digest = ?"
    return one(sql, digest)


def insert_token(user, digest):
    """Store the digest of a token."""
    with transaction() as database:
        database.execute("INSERT INTO tokens VALUES (?, ?)", (digest, user))


def delete_token(digest):
    """Forget a token."""
    with transaction() as database:
        database.execute("DELETE FROM tokens WHERE digest = ?", (digest,))


def one(sql, *values):
    """Return the row that a statement finds, or None."""
    with transaction() as database:
        row = database.execute(sql, values).fetchone()
        return dict(row) if row else None


# What the world sees of a bookmark: not whose it is.
COLUMNS = "id, url, title, notes"


def insert(user, fields):
    """Store a new bookmark of that user; return it with its id."""
    with transaction() as database:
        sql = (
            "INSERT INTO bookmarks (user_id, url, title, notes)"
            f" VALUES (:user, :url, :title, :notes) RETURNING {COLUMNS}"
        )
        return dict(database.execute(sql, {**fields, "user": user}).fetchone())


def select_all(user):
    """Return all bookmarks of that user, the newest first."""
    with transaction() as database:
        # >>> select-own: SELECT the COLUMNS of that user's bookmarks, newest first.
        sql = f"SELECT {COLUMNS} FROM bookmarks WHERE user_id = ? ORDER BY id DESC"
        return [dict(row) for row in database.execute(sql, (user,))]
        # <<< select-own


def select(user, number):
    """Return the user's bookmark with that id, or None."""
    # >>> select-one: `one` of the bookmarks: with that id, and of that user.
    sql = f"SELECT {COLUMNS} FROM bookmarks WHERE id = ? AND user_id = ?"
    return one(sql, number, user)
    # <<< select-one


def checked(database, user, number, check):
    """Let `check` look at the bookmark that is there, in the same transaction."""
    sql = f"SELECT {COLUMNS} FROM bookmarks WHERE id = ? AND user_id = ?"
    row = database.execute(sql, (number, user)).fetchone()
    if row:
        check(dict(row))


def update(user, number, fields, check):
    """Store other fields; return the bookmark, or None if the user has none such."""
    with transaction() as database:
        checked(database, user, number, check)
        sql = (
            "UPDATE bookmarks SET url = :url, title = :title, notes = :notes"
            f" WHERE id = :id AND user_id = :user RETURNING {COLUMNS}"
        )
        values = {**fields, "id": number, "user": user}
        row = database.execute(sql, values).fetchone()
        return dict(row) if row else None


def delete(user, number, check):
    """Remove the bookmark; return whether the user had one such."""
    with transaction() as database:
        checked(database, user, number, check)
        sql = "DELETE FROM bookmarks WHERE id = ? AND user_id = ?"
        return database.execute(sql, (number, user)).rowcount == 1


if __name__ == "__main__":
    migrate()
