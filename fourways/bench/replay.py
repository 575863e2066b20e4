"""The bare statements of a request, said again and again, to know what they cost.

    replay = Replay(database_url, statements)
    replay.run(seconds)                milliseconds a request

The same statements with the same values through the same driver, in one process and
on one connection, with nothing else around them: that is the part of a request which
no framework can save.
"""

import secrets
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from statistics import median
from typing import Any

from .statements import URL, Event, Statements


class Replay:
    """Says the statements of one request again and again, with nothing around them."""

    def __init__(self, url: str, statements: Statements) -> None:
        self._statements = statements
        self._sqlite = url.startswith("sqlite:")
        self._open: Callable[[], Any] = _opener(url)
        self._connection: Any = None

    def run(self, seconds: float) -> float:
        """Milliseconds that all statements of a request take, the median."""
        times: list[float] = []
        end = time.perf_counter() + seconds
        self._connect()
        for event in self._statements.setup:
            self._execute(event, {})
        while time.perf_counter() < end or len(times) < 3:
            started = time.perf_counter()
            self._request()
            times.append(time.perf_counter() - started)
        self._connection.close()
        return median(times) * 1_000

    def _request(self) -> None:
        # What is unique must be so each time: the url, and the id that follows.
        new: dict[object, object] = {URL: f"{URL}/{secrets.token_hex(8)}"}
        made = self._statements.made
        for event in self._statements.events:
            if event[0] == "connect":
                self._connect()
            elif event[0].startswith("execute"):
                id = self._execute(event, new)
                if made is not None and made not in new and _inserts_bookmark(event):
                    new[made] = id
            else:
                getattr(self._connection, event[0])()

    def _connect(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._open()

    def _execute(self, event: Event, new: Mapping[object, object]) -> object:
        """Run it, fetch all rows; the id of the row that it has inserted, if any."""
        method, sql, values, mode, kind = event
        self._prepare(mode)
        with closing(self._cursor(kind)) as cursor:
            given = () if values is None and self._sqlite else values
            getattr(cursor, method)(sql, replaced(given, new))
            rows = cursor.fetchall() if cursor.description else []
            return rows[0][0] if rows else getattr(cursor, "lastrowid", None)

    def _cursor(self, kind: str) -> Any:
        if kind == "client":
            import psycopg

            return psycopg.ClientCursor(self._connection)
        return self._connection.cursor()

    def _prepare(self, mode: Any) -> None:
        """Who begins transactions, and of which kind, as it was then."""
        connection = self._connection
        if self._sqlite:
            if connection.isolation_level != mode:
                connection.isolation_level = mode
            return
        autocommit, level = mode
        if connection.autocommit != autocommit:
            connection.autocommit = autocommit
        if connection.isolation_level != level:
            connection.isolation_level = level


def replaced(values: Any, new: Mapping[object, object]) -> Any:
    """The values with others in the place of those that are named, however nested."""
    if not new:
        return values
    if isinstance(values, Mapping):
        return {name: replaced(value, new) for name, value in values.items()}
    if isinstance(values, list | tuple):
        return [replaced(value, new) for value in values]
    # True is equal to 1: only what is of the same type is the same.
    if isinstance(values, str | int) and not isinstance(values, bool):
        return new.get(values, values)
    return values


def _inserts_bookmark(event: Event) -> bool:
    return str(event[1]).lstrip().upper().startswith("INSERT") and _has_url(event[2])


def _has_url(values: Any) -> bool:
    if isinstance(values, Mapping):
        values = values.values()
    return any(value == URL for value in values or ())


def _opener(url: str) -> Callable[[], Any]:
    if url.startswith("sqlite:///"):
        file = url.removeprefix("sqlite:///")
        return lambda: sqlite3.connect(file, timeout=30)
    import psycopg

    return lambda: psycopg.connect(url)
