"""SQL as the driver gets it, without the values that are bound to it.

    watch()                     before the backend opens its first connection
    listener = function         called with the text of each statement

SQLite says itself what it runs (`set_trace_callback`): also the BEGIN and COMMIT that
nobody wrote. But it says so with all values in their places. So each cursor remembers
the text that it was given, with its marks, and that is what is told.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

# No value can be bound to these; sqlite3 also issues some of them by itself.
TRANSACTIONS = ("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE")


def _nobody(text: str) -> None:
    """As long as nobody listens."""


listener: Callable[[str], None] = _nobody


class WatchedConnection(sqlite3.Connection):
    """Hands out cursors that remember; stands below a connection class of others."""

    given: str | None = None

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
        self.connection.given = sql
        try:
            return super().execute(sql, *values)
        finally:
            self.connection.given = None

    def executemany(self, sql: str, *values: Any) -> Any:
        """As that of sqlite3.Cursor."""
        self.connection.given = sql
        try:
            return super().executemany(sql, *values)
        finally:
            self.connection.given = None


def watch() -> None:
    """Listen to every connection that is opened from now on."""
    driver: Any = sqlite3
    connect = driver.connect

    def watched(*arguments: Any, **options: Any) -> Any:
        factory = options.pop("factory", sqlite3.Connection)
        connection = connect(
            *arguments, factory=_below(factory, WatchedConnection), **options
        )

        def told(text: str) -> None:
            _tell(text, connection.given)

        connection.set_trace_callback(told)
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


def _tell(text: str, given: str | None) -> None:
    if text.startswith("--"):  # what a trigger does
        return
    if _first_word(text) in TRANSACTIONS:
        shown = text
    else:
        # Without the text that was given, the values would stand in it.
        shown = given or f"{_first_word(text)} ..."
    listener(" ".join(shown.split()))


def _first_word(text: str) -> str:
    return text.split(None, 1)[0].upper() if text.split() else ""
