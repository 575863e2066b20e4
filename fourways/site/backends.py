"""The four backends as every page shows them: in one order, with one key each."""

from dataclasses import dataclass
from functools import cache

from fourways.compare.concerns import BACKENDS
from fourways.discovery import find


@dataclass(frozen=True)
class Way:
    """One of the four. `key` switches its column on and off."""

    name: str
    title: str
    key: str


@cache
def four() -> tuple[Way, ...]:
    """All of them, in the order of the concerns. Raises ManifestError."""
    return tuple(
        Way(name, find(name).title, str(key)) for key, name in enumerate(BACKENDS, 1)
    )
