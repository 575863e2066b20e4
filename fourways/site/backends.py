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


def repository_file(file: str) -> str:
    """The file of a trace, from the repository on: `flask_api/errors.py`."""
    return file if file.partition("/")[0] in folders() else ""


@cache
def folders() -> frozenset[str]:
    """The folders of the four. Raises ManifestError."""
    return frozenset(find(name).folder.name for name in BACKENDS)
