"""Moments: whole microseconds since 1970 in the database, RFC 3339 outside.

Stands for: `DateTimeField`, SQLAlchemy's `DateTime`, and what makes them JSON.

A whole number means the same to SQLite, PostgreSQL and Python, and sorts.
"""

import time
from datetime import datetime, timedelta

SECOND = 1_000_000

_EPOCH = datetime(1970, 1, 1)  # in UTC, as all times here


def now() -> int:
    """The present moment."""
    return time.time_ns() // 1_000


def rfc3339(moment: int) -> str:
    """The moment as RFC 3339 5.6 has it, in UTC, always with six decimals."""
    # Not fromtimestamp: a float does not hold every microsecond.
    utc = _EPOCH + timedelta(microseconds=moment)
    return utc.isoformat(timespec="microseconds") + "Z"
