"""Rounds in turn: whatever is compared is measured one after the other, again and
again, so that a busy moment of the machine meets all of it.

Only ratios inside one run mean something: the machine is shared with the load
generator, and often with other work.
"""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")
Tell = Callable[[str], None]
"""Takes a line that says how far it is."""


def in_turn(
    tasks: Mapping[Key, Callable[[], Found]], rounds: int, tell: Tell
) -> dict[Key, list[Found]]:
    """What each task gave in each round."""
    found: dict[Key, list[Found]] = {key: [] for key in tasks}
    for number in range(1, rounds + 1):
        for place, (key, task) in enumerate(tasks.items(), start=1):
            tell(f"round {number} of {rounds}, {place} of {len(tasks)}")
            found[key].append(task())
    return found


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The ratio of each round, and of those the median."""
    return median(a / max(b, 1e-9) for a, b in zip(ours, theirs, strict=True))
