"""Load: what is asked, how hard, and what came of it. `generators` make it."""

from dataclasses import dataclass
from typing import Protocol


class LoadError(Exception):
    """No load can be made, or making it has failed."""


@dataclass(frozen=True)
class Load:
    """How the clients behave: how many there are, for how long."""

    connections: int
    seconds: int
    keep_alive: bool = True


@dataclass(frozen=True)
class Ask:
    """One request. A POST creates a bookmark with a url that is new each time."""

    method: str
    path: str


@dataclass(frozen=True)
class Target:
    """A server, and what its clients ask again and again, in this order."""

    url: str
    asks: tuple[Ask, ...] = (Ask("GET", "/"),)
    authorization: str = ""


@dataclass(frozen=True)
class Result:
    """What one round has seen. p50 and p99 of the waiting in milliseconds.

    `errors` counts answers that were no success, and connections that failed.
    """

    requests_per_second: float
    p50: float
    p99: float
    errors: int


class Generator(Protocol):
    """A program that makes load."""

    @property
    def name(self) -> str:
        """Its name and version, as results show it."""

    def run(self, target: Target, load: Load) -> Result:
        """Make load for a while. Raises LoadError."""
