"""Write down what this process says to its database, with all values.

Python imports a module of this name at start, wherever it stands on PYTHONPATH (docs
of the module `site`): so a backend is watched without a change to it. Where
FOURWAYS_STATEMENTS is not set nothing is done. Each event is a pickled tuple:

    ("connect",)
    ("execute", SQL, values or None, mode, kind of cursor)
    ("executemany", SQL, list of values, mode, kind of cursor)
    ("commit",)  ("rollback",)     only where a transaction was open
"""

import os
import pickle
import sqlite3
from functools import wraps
from typing import Any

FILE = os.environ.get("FOURWAYS_STATEMENTS", "")


def note(*event: Any) -> None:
    """Append an event. Opened each time: servers fork."""
    with open(FILE, "ab", buffering=0) as output:
        output.write(pickle.dumps(event))


class Cursor(sqlite3.Cursor):
    """Stands below the cursor classes of others."""

    def execute(self, sql: str, values: Any = ()) -> Any:
        """As that of sqlite3.Cursor."""
        note("execute", sql, values, self.connection.isolation_level, "")
        return super().execute(sql, values)

    def executemany(self, sql: str, values: Any) -> Any:
        """As that of sqlite3.Cursor."""
        rows = list(values)
        note("executemany", sql, rows, self.connection.isolation_level, "")
        return super().executemany(sql, rows)


class Connection(sqlite3.Connection):
    """Stands below the connection classes of others."""

    def cursor(self, factory: Any = Cursor) -> Any:
        """As that of sqlite3.Connection."""
        return super().cursor(factory)

    def execute(self, sql: str, values: Any = ()) -> Any:
        """As that of sqlite3.Connection."""
        return self.cursor().execute(sql, values)

    def executemany(self, sql: str, values: Any) -> Any:
        """As that of sqlite3.Connection."""
        return self.cursor().executemany(sql, values)

    def commit(self) -> None:
        """As that of sqlite3.Connection."""
        if self.in_transaction:
            note("commit")
        super().commit()

    def rollback(self) -> None:
        """As that of sqlite3.Connection."""
        if self.in_transaction:
            note("rollback")
        super().rollback()


def watch_sqlite() -> None:
    """Before anybody derives a class of their own from the driver's."""
    driver: Any = sqlite3
    connect = driver.connect

    def watched(*arguments: Any, **options: Any) -> Any:
        note("connect")
        return connect(*arguments, **{"factory": Connection, **options})

    for module in (driver, driver.dbapi2):
        module.Cursor, module.Connection, module.connect = Cursor, Connection, watched


def watch_postgresql() -> None:
    """Wrap the methods of psycopg: as far as these go, it is written in Python."""
    import psycopg
    from psycopg.pq import TransactionStatus

    driver: Any = psycopg

    def mode(connection: Any) -> tuple[bool, int | None]:
        level = connection.isolation_level
        return connection.autocommit, None if level is None else int(level)

    def told(name: str) -> None:
        method = getattr(driver.Cursor, name)

        @wraps(method)
        def watched(self: Any, query: Any, values: Any = None, **options: Any) -> Any:
            if name == "executemany":
                values = list(values)
            kind = "client" if isinstance(self, driver.ClientCursor) else ""
            note(name, query, values, mode(self.connection), kind)
            return method(self, query, values, **options)

        setattr(driver.Cursor, name, watched)

    def ended(name: str) -> None:
        method = getattr(driver.Connection, name)

        @wraps(method)
        def watched(self: Any) -> Any:
            if self.info.transaction_status != TransactionStatus.IDLE:
                note(name)
            return method(self)

        setattr(driver.Connection, name, watched)

    connect = driver.Connection.connect.__func__

    def connected(kind: Any, *arguments: Any, **options: Any) -> Any:
        note("connect")
        return connect(kind, *arguments, **options)

    driver.Connection.connect = classmethod(connected)
    driver.connect = driver.Connection.connect
    for name in ("execute", "executemany"):
        told(name)
    for name in ("commit", "rollback"):
        ended(name)


if FILE:
    if os.environ.get("DATABASE_URL", "").startswith("postgresql:"):
        watch_postgresql()
    else:
        watch_sqlite()
