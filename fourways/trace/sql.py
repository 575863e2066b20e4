"""SQL as the driver gets it, without the values that are bound to it.

    watch()                     before the backend opens its first connection
    listener = function         called with the text of each statement

SQLite says itself what it runs (`set_trace_callback`): also the BEGIN and COMMIT that
nobody wrote. But it says so with all values in their places. So each cursor remembers
the text that it was given, with its marks, and that is what is told.
"""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

# No value can be bound to these; sqlite3 also issues some of them by itself.
TRANSACTIONS = ("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE")


def _nobody(text: str) -> None:
    """As long as nobody listens."""


listener: Callable[[str], None] = _nobody


class WatchedConnection(sqlite3.Connection):
    """Hands out cursors that remember; stands below a connection class of others."""

    given: str | None = None
    told = 0
    often = False

    def cursor(self, factory: Any = sqlite3.Cursor) -> Any:
        """A cursor of that class that remembers what it was given."""
        return super().cursor(_below(factory, WatchedCursor))

    def execute(self, sql: str, *values: Any) -> Any:
        """As that of sqlite3.Connection."""
        return self.cursor().execute(sql, *values)

    def executemany(self, sql: str, *values: Any) -> Any:
        """As that of sqlite3.Connection."""
        return self.cursor().executemany(sql, *values)


class WatchedCursor(sqlite3.Cursor):
    """Remembers what it was given, in its connection."""

    connection: Any

    def execute(self, sql: str, *values: Any) -> Any:
        """As that of sqlite3.Cursor."""
        self._begin(sql, often=False)
        try:
            return super().execute(sql, *values)
        finally:
            self.connection.given = None

    def executemany(self, sql: str, *values: Any) -> Any:
        """As that of sqlite3.Cursor."""
        self._begin(sql, often=True)
        try:
            return super().executemany(sql, *values)
        finally:
            self.connection.given = None

    def _begin(self, sql: str, *, often: bool) -> None:
        connection = self.connection
        connection.given, connection.often, connection.told = sql, often, 0


def watch() -> None:
    """Listen to every connection that is opened from now on."""
    driver: Any = sqlite3
    connect = driver.connect

    def watched(*arguments: Any, **options: Any) -> Any:
        factory = options.pop("factory", sqlite3.Connection)
        connection = connect(
            *arguments, factory=_below(factory, WatchedConnection), **options
        )

        connection.set_trace_callback(partial(_tell, connection))
        return connection

    driver.connect = driver.dbapi2.connect = watched


_made: dict[tuple[type, type], type] = {}


def _below(factory: type, watched: type) -> type:
    """The class with ours between it and the driver's own."""
    if issubclass(watched, factory):
        return watched
    if (factory, watched) not in _made:
        _made[factory, watched] = type(factory.__name__, (factory, watched), {})
    return _made[factory, watched]


def _tell(connection: WatchedConnection, text: str) -> None:
    word = text.split(None, 1)[0].upper() if text.split() else ""
    given = connection.given
    if word in TRANSACTIONS:
        shown = text
    elif given is None:
        # Without the text that was given, the values would stand in it.
        shown = f"{word} ..."
    elif connection.told and not connection.often:
        return  # SQLite tells of a trigger as of the statement once more
    else:
        connection.told += 1
        shown = given
    listener(" ".join(shown.split()))
