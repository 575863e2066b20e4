"""The database: connections and transactions.

Stands for: SQLAlchemy's engine and session, `django.db`.

    with database.read() as session:      each statement sees what is committed
    with database.write() as session:     one transaction: all of it, or nothing

All SQL stands beside the resource that it serves, with its values bound, never
pasted in. What SQLite and PostgreSQL do differently stands in `drivers.py`.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scratch_api.drivers import Driver, Postgresql, Sqlite

Row = tuple[Any, ...]


class Session:
    """Runs SQL on one connection."""

    def __init__(self, driver: Driver, connection: Any) -> None:
        self.driver = driver
        self.connection = connection

    def execute(self, sql: str, *values: object) -> list[Row]:
        """Run one statement; its rows, if it gives any. Raises Duplicate."""
        cursor = self.driver.execute(self.connection, sql, values)
        return cursor.fetchall() if cursor.description else []


class Database:
    """Hands out a connection a thread, and makes it anew when it is lost."""

    def __init__(self, url: str, *, create: bool = False) -> None:
        """Connects only when first used. `create` makes a missing SQLite file."""
        if url.startswith("sqlite:"):
            self.driver: Driver = Sqlite(url, create)
        else:
            self.driver = Postgresql(url)
        self._threads = threading.local()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session whose statements stand alone. Takes no lock."""
        session = self._session()
        try:
            yield session
        except self.driver.error:
            # Whatever it was: the next request starts with a new connection.
            self._discard(session)
            raise

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction: committed at the end, undone by any exception."""
        with self.read() as session:
            session.execute(self.driver.begin)
            try:
                yield session
                session.connection.commit()
            except BaseException:
                session.connection.rollback()
                raise

    def _session(self) -> Session:
        """The session of this thread: no two threads share a connection."""
        session: Session | None = getattr(self._threads, "session", None)
        if session is not None and not self.driver.is_alive(session.connection):
            self._discard(session)
            session = None
        if session is None:
            session = Session(self.driver, self.driver.connect())
            self._threads.session = session
        return session

    def _discard(self, session: Session) -> None:
        self._threads.session = None
        session.connection.close()
