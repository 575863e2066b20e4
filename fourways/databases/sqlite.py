"""A fresh SQLite database: a file."""

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fourways import watchdog
from fourways.databases.database import Database


class SqliteDatabase(Database):
    """A file in a temporary folder of its own."""

    copies_while_in_use = True

    def __init__(self, file: Path | None = None) -> None:
        if file is None:
            folder = tempfile.mkdtemp(prefix="fourways-sqlite-")
            watchdog.watch_folder(folder)
            file = Path(folder) / "bookmarks.db"
        self.file = file
        self._folder = file.parent
        self.url = f"sqlite:///{file}"

    def copy(self) -> "SqliteDatabase":
        other = SqliteDatabase()
        with (
            contextlib.closing(sqlite3.connect(self.file)) as source,
            contextlib.closing(sqlite3.connect(other.file)) as target,
        ):
            source.backup(target)
        return other

    def execute(self, sql: str) -> list[tuple[Any, ...]]:
        with self._connect() as connection:
            return connection.execute(sql).fetchall()

    def run_script(self, sql: str) -> None:
        with self._connect() as connection:
            connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\n;COMMIT;")

    def break_(self) -> None:
        self._rename("", "broken_")

    def mend(self) -> None:
        self._rename("broken_", "")

    def disconnect(self) -> int:
        return 0  # a file has no side of its own

    def content(self) -> bytes:
        # The write-ahead log (-wal) is part of the database.
        files = sorted(self._folder.glob(f"{self.file.name}*"))
        return b"".join(file.read_bytes() for file in files)

    def schema(self) -> list[tuple[Any, ...]]:
        return self.execute(
            "SELECT type, name, replace(sql, '\"', '') FROM sqlite_schema"
            " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name"
        )

    def drop(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _rename(self, old_prefix: str, new_prefix: str) -> None:
        with self._connect() as connection:
            # Without it SQLite rewrites the references between the tables too.
            connection.execute("PRAGMA legacy_alter_table = ON")
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("BEGIN IMMEDIATE")
            tables = connection.execute(
                "SELECT name FROM sqlite_schema"
                " WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            )
            for (name,) in tables.fetchall():
                new = new_prefix + name.removeprefix(old_prefix)
                connection.execute(f'ALTER TABLE "{name}" RENAME TO "{new}"')
            connection.execute("COMMIT")

    @contextlib.contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.file, timeout=30, isolation_level=None)
        with contextlib.closing(connection):
            yield connection
