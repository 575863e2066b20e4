"""SQLite and PostgreSQL: how each is opened, and what each calls by another name.

Stands for: SQLAlchemy's dialects, Django's database backends.

The SQL of this project is written once, in PostgreSQL's words, with `?` for a
bound value: DB-API 2.0 (PEP 249) leaves open which mark a driver takes.
"""

import os
import sqlite3
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import quote

from scratch_api.settings import SettingsError

LOCK_SECONDS = 15  # how long a writer waits for another one
CONNECT_SECONDS = 5


class Duplicate(Exception):
    """A row was refused, because what must be unique is there already."""


class Driver(Protocol):
    """What `database.py` and `migrate.py` need to know of a database."""

    name: str
    begin: str
    lock_migrations: Sequence[str]

    @property
    def error(self) -> type[Exception]: ...
    def connect(self) -> Any: ...
    def is_alive(self, connection: Any) -> bool: ...
    def execute(self, connection: Any, sql: str, values: Sequence[object]) -> Any: ...


class _File(sqlite3.Connection):
    """A connection that remembers which file it opened."""

    inode: int


class Sqlite:
    """A file that all processes open."""

    name = "sqlite"
    error = sqlite3.Error
    # IMMEDIATE: be the one writer from the start. A transaction that begins by
    # reading may find, when it wants to write, that another has written.
    begin = "BEGIN IMMEDIATE"
    lock_migrations: Sequence[str] = ()  # BEGIN IMMEDIATE is a lock

    def __init__(self, url: str, create: bool) -> None:
        self.path = os.path.abspath(url.removeprefix("sqlite:///"))
        mode = "rwc" if create else "rw"
        self.address = f"file:{quote(self.path)}?mode={mode}"

    def connect(self) -> _File:
        # isolation_level None: the driver begins no transactions of its own.
        connection = sqlite3.connect(
            self.address,
            uri=True,
            timeout=LOCK_SECONDS,
            isolation_level=None,
            factory=_File,
        )
        use_write_ahead_log(connection)
        # A commit is on the disk before it is told: it outlives a power cut.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.inode = os.stat(self.path).st_ino
        if not os.access(self.path, os.W_OK):
            # SQLite opens it all the same, to read; and while such a connection is
            # open, this process cannot write even if the file can be written again.
            connection.close()
            raise sqlite3.OperationalError("the file cannot be written to")
        return connection

    def is_alive(self, connection: _File) -> bool:
        # A file that was moved away stays open, and would be written in vain.
        try:
            return os.stat(self.path).st_ino == connection.inode
        except OSError:  # gone, or out of reach: connecting again says which
            return False

    def execute(self, connection: _File, sql: str, values: Sequence[object]) -> Any:
        try:
            return connection.execute(_for_sqlite(sql), values)
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_UNIQUE:
                raise Duplicate from error
            raise


def use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Readers do not wait for the writer, nor it for them. The file remembers it."""
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # Of two that do this to a new file at once, SQLite refuses one without
            # waiting: each has a lock that the other one needs.
            busy = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


class Postgresql:
    """A server, reached through psycopg."""

    name = "postgresql"
    begin = "BEGIN"
    # Any number will do, if nothing else in this database uses it.
    lock_migrations: Sequence[str] = ("SELECT pg_advisory_xact_lock(4005)",)

    def __init__(self, url: str) -> None:
        try:
            import psycopg.conninfo
        except ImportError as error:
            raise SettingsError(
                "DATABASE_URL names PostgreSQL, and its driver is not installed;"
                " it comes with: pip install psycopg"
            ) from error
        try:
            psycopg.conninfo.conninfo_to_dict(url)
        except psycopg.ProgrammingError:
            # Its message could show a part of the password.
            raise SettingsError(
                "DATABASE_URL must be postgresql://user:password@host:port/name,"
                " with special characters as %XX; something in it cannot be read"
            ) from None
        self.url = url
        self.psycopg = psycopg
        self.error: type[Exception] = psycopg.Error

    def connect(self) -> Any:
        # autocommit: the driver begins no transactions of its own.
        return self.psycopg.connect(
            self.url, autocommit=True, connect_timeout=CONNECT_SECONDS
        )

    def is_alive(self, connection: Any) -> bool:
        # Reads what the server has sent unasked: if it closes, first that it does, and
        # then the end.
        try:
            connection.pgconn.consume_input()
            connection.pgconn.consume_input()
        except self.error:
            return False
        return not connection.closed

    def execute(self, connection: Any, sql: str, values: Sequence[object]) -> Any:
        try:
            return connection.execute(_for_postgresql(sql), values)
        except self.psycopg.errors.UniqueViolation as error:
            raise Duplicate from error


@lru_cache(maxsize=256)
def _for_sqlite(sql: str) -> str:
    sql = sql.replace("string_agg(", "group_concat(")
    # BEGIN IMMEDIATE has locked everything already.
    return sql.replace(" FOR NO KEY UPDATE", "").replace(" FOR UPDATE SKIP LOCKED", "")


@lru_cache(maxsize=256)
def _for_postgresql(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")
