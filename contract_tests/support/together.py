"""Several programs that come to the same database at the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from fourways import postgres
from fourways.databases.database import Database
from fourways.databases.postgresql import PostgresDatabase
from fourways.process import wait_until

# For programs that never wait for a table; the others take a second or two to start.
_SECONDS: Final = 20.0

# https://www.postgresql.org/docs/current/view-pg-locks.html
_WAITING: Final = """
SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_database ON database = pg_database.oid
WHERE NOT granted AND datname = current_database()
"""


@contextmanager
def let_in_together(database: Database, number: int) -> Iterator[None]:
    """Hold up whoever uses a table until so many wait, then let all go on at once.

    They are started inside. Only PostgreSQL shows who waits: on SQLite nobody is
    held up.
    """
    if not isinstance(database, PostgresDatabase):
        yield
        return
    with postgres.connect(database.url) as connection, connection.transaction():
        tables = connection.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
        )
        if names := ", ".join(name for (name,) in tables):
            connection.execute(f"LOCK TABLE {names}".encode())
        yield
        if names:
            wait_until(lambda: _count(connection) >= number, _SECONDS)


def _count(connection: Any) -> int:
    [(waiting,)] = connection.execute(_WAITING)
    return int(waiting)
