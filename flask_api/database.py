"""One engine for the process, one session for the request."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask import Flask, current_app, g
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.exceptions import Conflict

# A page and its tags are two statements, which are to see one moment: in SQLite those
# of any transaction do. Who writes waits in PostgreSQL for whoever has the row, and is
# then to see what that one has written.
READING = {
    "sqlite": {"begin": "DEFERRED"},
    "postgresql": {"isolation_level": "REPEATABLE READ"},
}
WRITING = {
    "sqlite": {"begin": "IMMEDIATE"},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}


def init_app(app: Flask) -> None:
    engine = make_engine(app.config["DATABASE_URL"], app.config["THREADS"])
    app.extensions["engine"] = engine
    app.extensions["session"] = sessionmaker(
        engine.execution_options(**READING[engine.dialect.name]),
        # What was committed is known: no second SELECT to answer with it.
        expire_on_commit=False,
    )
    app.teardown_appcontext(close_session)


def make_engine(url: str, threads: int = 1) -> Engine:
    """An engine with a connection for every thread that may want one."""
    # Seconds to wait: in SQLite for the lock, in PostgreSQL for a connection.
    patience = {"timeout": 30} if url.startswith("sqlite") else {"connect_timeout": 5}
    engine = create_engine(
        url,
        connect_args=patience,
        pool_size=threads,
        pool_pre_ping=True,  # a restart of PostgreSQL costs no request of ours
        hide_parameters=True,  # what users keep does not belong in tracebacks
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare_sqlite)
        event.listen(engine, "begin", begin_sqlite)
    return engine


def prepare_sqlite(connection, _record) -> None:
    # WAL: readers and the writer do not wait for each other.
    connection.execute("PRAGMA journal_mode = WAL")
    # A 201 outlives a power cut; NORMAL only a killed process. Builds differ.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # sqlite3 would begin by itself, but only before the first write.
    connection.isolation_level = None
    _, _, file = connection.execute("PRAGMA database_list").fetchone()
    if not os.access(file, os.W_OK):
        # SQLite has opened it all the same, to read. While such a connection is in
        # the pool, this process cannot write, even if the file can be written again.
        connection.close()
        raise sqlite3.OperationalError("the file cannot be written to")


def begin_sqlite(connection: Connection) -> None:
    # SQLite does not let a transaction that has read begin to write when another
    # has written since (SQLITE_BUSY_SNAPSHOT): who will write says so at the start.
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def get_session() -> Session:
    """The session of this request, for reading."""
    if "session" not in g:
        g.session = current_app.extensions["session"]()
    return g.session


def close_session(_error: BaseException | None = None) -> None:
    if session := g.pop("session", None):
        # The answer is made: that the connection was lost since is no failure of it.
        with suppress(OperationalError):
            session.close()


@contextmanager
def writing(conflict: str = "") -> Iterator[Session]:
    """A transaction that writes: committed at the end, undone by any error.

    What a constraint of the database refuses is a 409 with `conflict` as detail.
    Whatever was read before must have been committed.
    """
    session = get_session()
    try:
        with session.begin():
            options = WRITING[session.get_bind().dialect.name]
            session.connection(execution_options=options)
            yield session
    except IntegrityError as error:
        raise Conflict(conflict) from error
