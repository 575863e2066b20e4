"""How much an operation grows: figures made from the rounds of `bench growth`."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fourways.bench.growth import OPERATIONS

READS: Final = tuple(name for name in OPERATIONS if name != "create")
"""Operations whose work is counted."""
ALLOWED: Final = 2.0
"""How many times as much is still no growth: plans differ a little with the size."""
LITTLE: Final = {"sqlite": 1_000, "postgresql": 100}
"""So much more work is none either: a small table is read as a whole."""

Result = Mapping[str, Any]
Found = Mapping[str, Any]
"""What was found of one backend."""


def quietest(rounds: Sequence[Mapping[str, float]]) -> float:
    """The p50 of the round that was disturbed least, in milliseconds; NaN for none."""
    return min((each["p50"] for each in rounds if each["p50"]), default=math.nan)


def grown(result: Result, found: Found, who: str, operation: str) -> float:
    """How many times as long the largest size takes as the smallest; NaN for none."""
    by_size = found["operations"][operation][who]
    first, *_, last = [quietest(by_size[str(size)]) for size in result["sizes"]]
    return last / first


def works(result: Result, found: Found, who: str, operation: str) -> Sequence[int]:
    """The work of the database, by size."""
    return [found["work"][operation][who][str(size)] for size in result["sizes"]]


def work_grown(result: Result, found: Found, who: str, operation: str) -> float:
    """How many times as much work the largest size is as the smallest."""
    first, *_, last = works(result, found, who, operation)
    return last / max(first, 1)


def too_much(result: Result, first: int, other: int) -> float:
    """How many times as much work that is, or 0 if it is no growth."""
    if other - first <= LITTLE[result["database"]] or other <= ALLOWED * first:
        return 0.0
    return other / max(first, 1)
