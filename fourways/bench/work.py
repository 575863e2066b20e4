"""What a request makes its database do, counted: the same on a busy machine.

SQLite counts the steps of its virtual machine, PostgreSQL the rows that it goes through
in tables and indexes, also those that it then leaves out.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Any, Final

from fourways import postgres

from .statements import Event, Statements

UNITS: Final = {
    "sqlite": "steps of SQLite's virtual machine",
    "postgresql": "rows that PostgreSQL goes through",
}
GRAIN: Final = 10
"""Steps of SQLite are counted in tens: asking after each one would take long."""


def work(url: str, statements: Statements) -> int:
    """The work of the statements that read."""
    reads = [event for event in statements.events if _reads(event)]
    if url.startswith("sqlite:///"):
        return _steps(url.removeprefix("sqlite:///"), reads)
    return _rows(url, reads)


def _reads(event: Event) -> bool:
    if event[0] != "execute":
        return False
    return str(event[1]).lstrip().upper().startswith(("SELECT", "WITH"))


def _steps(file: str, reads: list[Event]) -> int:
    count = 0

    def step() -> int:
        nonlocal count
        count += GRAIN
        return 0

    with closing(sqlite3.connect(file)) as connection:
        connection.set_progress_handler(step, GRAIN)
        for _, sql, values, *_ in reads:
            connection.execute(sql, values or ()).fetchall()
    return count


def _rows(url: str, reads: list[Event]) -> int:
    import psycopg

    count = 0.0
    with postgres.connect(url) as connection:
        # A statement that is explained takes no parameters: the client fills them in.
        cursor = psycopg.ClientCursor(connection)
        for _, sql, values, *_ in reads:
            explained = f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}"
            row: Any = cursor.execute(explained.encode(), values).fetchone()
            count += _scanned(row[0][0]["Plan"])
    return round(count)


def _scanned(plan: Mapping[str, Any]) -> float:
    """Rows of this node of a plan, if it reads some, and of those below it."""
    count = 0.0
    kind = plan["Node Type"]
    # A bitmap of an index leads to the rows that the node above it reads.
    if kind.endswith("Scan") and kind not in ("Bitmap Index Scan", "Subquery Scan"):
        left_out = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
        each = plan["Actual Rows"] + sum(plan.get(name, 0) for name in left_out)
        count += each * plan["Actual Loops"]
    return count + sum(_scanned(below) for below in plan.get("Plans", ()))
