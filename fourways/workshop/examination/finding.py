"""What was looked at, what was found, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a finding means for the workshop."""

    good = "ok"
    note = "note"
    wrong = "wrong"


@dataclass(frozen=True)
class Finding:
    """One look. `mend` says what to do, where there is something to do."""

    what: str
    state: State
    found: str
    mend: str = ""
