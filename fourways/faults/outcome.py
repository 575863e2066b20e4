"""How a scenario can end."""

from enum import StrEnum


class Outcome(StrEnum):
    """How a scenario ended on one backend and database."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


class NotRun(Exception):
    """The machine does not have what the scenario needs; the message says what."""
