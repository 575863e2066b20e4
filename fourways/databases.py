"""Fresh databases, on SQLite or PostgreSQL, that a test may also break and read."""

import contextlib
import re
import shutil
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fourways import postgres, watchdog


class Database(ABC):
    """A database of ours. `url` is what a backend's DATABASE_URL has to be."""

    url: str
    copies_while_in_use: bool

    @abstractmethod
    def copy(self) -> "Database":
        """Another one with the same content.

        Whoever is connected loses the connection, unless `copies_while_in_use`.
        """

    @abstractmethod
    def execute(self, sql: str) -> list[tuple[Any, ...]]:
        """Run one statement and commit; returns its rows."""

    @abstractmethod
    def run_script(self, sql: str) -> None:
        """Run several statements in one transaction."""

    @abstractmethod
    def break_(self) -> None:
        """Make every table unfindable. `mend` undoes it; nothing is lost."""

    @abstractmethod
    def mend(self) -> None:
        """Undo `break_`."""

    @abstractmethod
    def disconnect(self) -> int:
        """Close all connections from its side, as a restart does; returns how many."""

    @abstractmethod
    def content(self) -> bytes:
        """Everything that is stored in it: what a thief of it would get."""

    @abstractmethod
    def schema(self) -> list[tuple[Any, ...]]:
        """What tables, columns and indexes it has, to compare."""

    @abstractmethod
    def drop(self) -> None:
        """Remove it."""


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


class PostgresDatabase(Database):
    """A database in a cluster."""

    copies_while_in_use = False

    def __init__(self, cluster: postgres.Cluster, url: str) -> None:
        self._cluster = cluster
        self.url = url

    @property
    def cluster_url(self) -> str:
        """Where databases are made."""
        return self._cluster.url

    def copy(self) -> "PostgresDatabase":
        return PostgresDatabase(self._cluster, self._cluster.create(self.url))

    def execute(self, sql: str) -> list[tuple[Any, ...]]:
        with postgres.connect(self.url) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def run_script(self, sql: str) -> None:
        with postgres.connect(self.url) as connection:
            # Without parameters PostgreSQL takes several statements at once,
            # and runs them in one transaction.
            connection.execute(sql.encode())

    def break_(self) -> None:
        self.execute("ALTER SCHEMA public RENAME TO broken")

    def mend(self) -> None:
        self.execute("ALTER SCHEMA broken RENAME TO public")

    def disconnect(self) -> int:
        closed = self.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return len(closed)

    def content(self) -> bytes:
        rows = self.execute(
            "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name)"
            " FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
            " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        )
        dump = bytearray()
        with postgres.connect(self.url) as connection:
            for (table,) in rows:
                with connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:
                    for block in copy:
                        dump += block
        return bytes(dump)

    def schema(self) -> list[tuple[Any, ...]]:
        columns = self.execute(
            "SELECT table_schema, table_name, column_name, data_type, is_nullable"
            " FROM information_schema.columns WHERE table_schema NOT IN"
            " ('pg_catalog', 'information_schema') ORDER BY 1, 2, 3"
        )
        indexes = self.execute(
            "SELECT schemaname, tablename, indexname, indexdef FROM pg_indexes"
            " WHERE schemaname <> 'pg_catalog' ORDER BY 1, 2, 3"
        )
        return [*columns, *indexes]

    def drop(self) -> None:
        self._cluster.drop(self.url)


def fresh(kind: str, cluster_url: str | None = None) -> Database:
    """An empty database: kind is "sqlite" or "postgresql".

    `cluster_url` names the PostgreSQL to use when it is already known. Raises
    postgres.PostgresError.
    """
    if kind == "sqlite":
        return SqliteDatabase()
    cluster = postgres.Cluster(cluster_url) if cluster_url else postgres.cluster()
    return PostgresDatabase(cluster, cluster.create())


def at(url: str, cluster_url: str) -> Database:
    """The database of ours that has this URL."""
    if url.startswith("sqlite:///"):
        return SqliteDatabase(Path(url.removeprefix("sqlite:///")))
    return PostgresDatabase(postgres.Cluster(cluster_url), url)


def without_password(url: str) -> str:
    """The URL as it may be shown: its password, if any, as three stars."""
    return re.sub(r"(?<=://)([^/@:]*):[^/]+@", r"\1:***@", url)
