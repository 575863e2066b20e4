"""Fill a database quickly: many bookmarks by SQL, through the backend's own schema.

`large` gets as many bookmarks as are asked for, and a tenth more go to a crowd of
others, 100 to each. `small` has FEW, whatever the size. Their ids take turns, as if all
had come in one after the other.
"""

import heapq
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from fourways import postgres
from fourways.databases.database import Database

from .schema import Row, Schema

FEW: Final = 1_000
"""Bookmarks of the small caller."""
EACH: Final = 100
"""Bookmarks of each caller in the crowd."""
TOPICS: Final = 20
"""Each bookmark has one of so many tags, such as topic-07."""
DEEP: Final = "deep"
"""The tag of the two bookmarks that nine tenths of all are newer than."""
NEEDLE: Final = "needle"
"""A word in the notes of those two alone."""

_START: Final = datetime(2020, 1, 1, tzinfo=UTC)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_ID: Final = 1_000

Bookmark = tuple[int, int, int, bool]
"""Id, owner, the owner's number of it from 1, and whether it is one of the deep."""


def fill(database: Database, schema: Schema, size: int, small: int, large: int) -> None:
    """Give bookmarks to the users with these ids, and to a crowd of new ones."""
    crowd = _crowd(database, schema, size // 10 // EACH, large)
    owners = {small: FEW, large: size, **dict.fromkeys(crowd, EACH)}
    with closing(_writer(database)) as writer:
        rows = (_row(schema, bookmark, writer.text_times) for bookmark in _all(owners))
        writer.insert(schema.bookmarks, schema.bookmark_columns, rows)
        for table, columns, tag_rows in schema.tag_rows(_marks(owners)):
            writer.insert(table, columns, tag_rows)
        writer.finish(schema.counted)


def _all(owners: dict[int, int]) -> Iterator[Bookmark]:
    """Every bookmark, in the order of time, which is that of the ids."""
    lines = [_line(owner, count) for owner, count in owners.items()]
    for id, (_, owner, number) in enumerate(heapq.merge(*lines), start=_FIRST_ID):
        deep = owners[owner] // 10
        yield id, owner, number, number in (deep, deep + 1)


def _line(owner: int, count: int) -> Iterator[tuple[float, int, int]]:
    for number in range(1, count + 1):
        yield number / count, owner, number


def _marks(owners: dict[int, int]) -> Iterator[tuple[int, int, str]]:
    """Bookmark, owner and name of each tag."""
    for id, owner, number, deep in _all(owners):
        yield id, owner, "web"
        yield id, owner, f"topic-{number % TOPICS:02}"
        if deep:
            yield id, owner, DEEP


def _row(schema: Schema, bookmark: Bookmark, text_times: bool) -> Row:
    id, owner, number, deep = bookmark
    moment: Any = _START + timedelta(seconds=id)
    if schema.micros:
        moment = (moment - _EPOCH) // timedelta(microseconds=1)
    elif text_times:
        moment = f"{moment:%Y-%m-%d %H:%M:%S.%f}"
    notes = f"A {NEEDLE} in a haystack." if deep else "Worth to be read once more."
    url = f"https://example.com/pages/{number:08}"
    return id, owner, url, f"Page number {number}", notes, moment, moment


def _crowd(database: Database, schema: Schema, count: int, like: int) -> Sequence[int]:
    """Make users with everything but the name as that user has it; their ids."""
    table, columns = schema.users, _columns(database, schema.users)
    others = [name for name in columns if name not in ("id", "username")]
    listed = "".join(f", {name}" for name in others)
    ids = range(like + 1_000, like + 1_000 + count)
    for first in range(0, count, 500):
        names = [f"({id}, 'crowd-{id}')" for id in ids[first : first + 500]]
        database.execute(
            f"WITH new (id, username) AS (VALUES {', '.join(names)})"
            f" INSERT INTO {table} (id, username{listed})"
            f" SELECT new.id, new.username{listed.replace(', ', ', old.')}"
            f" FROM {table} AS old, new WHERE old.id = {like}"
        )
    return ids


def _columns(database: Database, table: str) -> Sequence[str]:
    if database.url.startswith("sqlite:"):
        sql = f"SELECT name FROM pragma_table_info('{table}')"
    else:
        sql = (
            "SELECT column_name FROM information_schema.columns"
            f" WHERE table_name = '{table}' AND table_schema = 'public'"
        )
    return [name for (name,) in database.execute(sql)]


def _writer(database: Database) -> "SqliteWriter | PostgresWriter":
    if database.url.startswith("sqlite:///"):
        return SqliteWriter(database.url.removeprefix("sqlite:///"))
    return PostgresWriter(database.url)


class SqliteWriter:
    """Many rows in one transaction."""

    text_times = True

    def __init__(self, file: str) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None, timeout=30)
        # Nothing of it would be missed after a crash.
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA cache_size = -200000")
        self._connection.execute("BEGIN IMMEDIATE")

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert rows of these columns."""
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        self._connection.executemany(sql, rows)

    def finish(self, counted: Sequence[str]) -> None:
        """Commit, and leave nothing in the log that a reader would have to read."""
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


class PostgresWriter:
    """COPY, and then what autovacuum would do some time later."""

    text_times = False

    def __init__(self, url: str) -> None:
        self._connection = postgres.connect(url)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert rows of these columns."""
        sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        # Links come before the tags that they lead to.
        self._connection.execute("SET session_replication_role = replica")
        with self._connection.cursor().copy(sql.encode()) as copy:
            for row in rows:
                copy.write_row(row)

    def finish(self, counted: Sequence[str]) -> None:
        """Count ids on from here, and gather what the planner wants to know."""
        for table in counted:
            self._connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
                f" (SELECT max(id) FROM {table}))".encode()
            )
        self._connection.execute("VACUUM ANALYZE")
        # Pages are marked as seen by all only by the second: what was written just
        # before the first one may still be new to somebody.
        self._connection.execute("VACUUM ANALYZE")

    def close(self) -> None:
        """End the connection."""
        self._connection.close()
