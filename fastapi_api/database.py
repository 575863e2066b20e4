"""The engine and its two kinds of transaction."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import OperationalError
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import URL, Connection, DateTime, Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware datetimes out, stored as UTC without a zone.

    SQLite has no zones and drops them without a word.
    """

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> Any:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> Any:
        return value and value.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Sessions:
    """`with sessions.read() as session` and `with sessions.write.begin() as session`.

    Leaving the block of a write commits it: inside the operation, so that a 201
    is on the disk before it is on its way.
    """

    engine: Engine
    read: sessionmaker[Session]
    write: sessionmaker[Session]


def open_database(url: URL, connections: int) -> Sessions:
    """Make the engine, connecting to nothing yet.

    `connections` is the size of the pool: one for each thread, so that no thread
    ever waits for one.
    """
    # Seconds to wait: in SQLite for the lock, in PostgreSQL for a connection.
    sqlite = url.drivername == "sqlite"
    patience = {"timeout": 30} if sqlite else {"connect_timeout": 5}
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        # After the database was away, the next request works again.
        pool_pre_ping=url.drivername == "postgresql",
        # The values in a statement are the users': they do not go into logs.
        hide_parameters=True,
        connect_args=patience,
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", configure_sqlite)
        event.listen(engine, "begin", begin_sqlite)
        reader, writer = engine, engine.execution_options(begin="BEGIN IMMEDIATE")
    else:
        # A page and its tags are two statements: let them see one moment.
        reader = engine.execution_options(isolation_level="REPEATABLE READ")
        writer = engine
    return Sessions(
        engine,
        read=sessionmaker(reader),
        write=sessionmaker(writer, expire_on_commit=False),
    )


def configure_sqlite(connection: SQLiteConnection, _: object) -> None:
    # The driver would begin a transaction only before the first write, when
    # what was read may be stale: begin_sqlite begins all of them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # Readers do not wait for the writer, nor the writer for them.
    connection.execute("PRAGMA journal_mode = WAL")
    # A 201 outlives a power cut; NORMAL only a killed process. Builds differ.
    connection.execute("PRAGMA synchronous = FULL")
    _, _, file = connection.execute("PRAGMA database_list").fetchone()
    if not os.access(file, os.W_OK):
        # SQLite has opened it all the same, to read. While such a connection is in
        # the pool, this process cannot write, even if the file can be written again.
        connection.close()
        raise OperationalError("the file cannot be written to")


def begin_sqlite(connection: Connection) -> None:
    # BEGIN IMMEDIATE takes the write lock first: of two that read, change and
    # write, the second waits here and reads what the first has written.
    statement = connection.get_execution_options().get("begin", "BEGIN")
    connection.exec_driver_sql(statement)


async def get_sessions(request: Request) -> Sessions:
    """What the lifespan opened. `async`, or it would cost a hop to a thread."""
    return request.state.sessions


Database = Annotated[Sessions, Depends(get_sessions)]
