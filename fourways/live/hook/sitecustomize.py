"""Write each statement that SQLite runs in this process into a file, without values.

Python imports a module of this name at start, wherever it stands on PYTHONPATH
(docs of the module `site`): so a backend is watched without a change to it. Where
FOURWAYS_SQL_FILE is not set nothing is done.

SQLite tells its trace callback the statement with all bound values in it. Values
may be passwords' hashes and what users keep: they are taken out before anything is
written, and with them the constants of the statement itself, which look the same.
"""

import json
import os
import re
import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import Any

LITERAL = re.compile(
    r"""
    --[^\n]* | /\*.*?\*/                             # comments
    | "(?:[^"]|"")*" | `[^`]*` | \[[^\]]*\] | [^\W\d][\w$]*(?!')   # names
    | (?P<value> [xX]?'(?:[^']|'')*(?:'|$)           # text, or bytes
               | \d[\w.]*(?:(?<=[eE])[+-]\d+)? )     # numbers
    """,
    re.VERBOSE | re.DOTALL,
)


def without_values(sql: str) -> str:
    """A statement with ? for each value in it."""
    return LITERAL.sub(lambda found: "?" if found["value"] else found[0], sql)


def write_into(file: str) -> Callable[[str], None]:
    """A trace callback that appends one line of JSON a statement."""

    def write(sql: str) -> None:
        if sql.startswith("--"):
            return  # a statement inside a trigger
        line = json.dumps(without_values(sql)) + "\n"
        # Opened each time, for processes that fork: O_APPEND keeps lines whole.
        with open(file, "ab", buffering=0) as output:
            output.write(line.encode())

    return write


def watch(file: str) -> None:
    """Trace every connection that is opened from now on."""
    connect = sqlite3.connect

    @wraps(connect)
    def watched(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **kwargs)
        connection.set_trace_callback(write_into(file))
        return connection

    # SQLAlchemy and Django look it up in the second one.
    sqlite3.connect = watched  # type: ignore[assignment]
    sqlite3.dbapi2.connect = watched  # type: ignore[assignment]


if file := os.environ.get("FOURWAYS_SQL_FILE"):
    watch(file)
