"""Load: what is asked, how hard, and what came of it.

Two programs make it, both kept by others. wrk is one binary, written in C, so that
the load costs little of what is measured; it is used where it is installed. Locust
comes from the package index, and works on every system.
"""

from dataclasses import dataclass
from typing import Final, Protocol

MISSING: Final = (
    "nothing here makes load. Install wrk ('apt install wrk' on Debian and Ubuntu, "
    "'brew install wrk' on macOS), or uv ('pip install uv'), which fetches Locust"
)


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


def generator(wanted: str = "") -> Generator:
    """What makes the load: wrk where it is installed, else Locust.

    Or the one of that name. Raises LoadError if it is not there.
    """
    from .generators import locust, wrk

    if wanted != locust.NAME and (path := wrk.find()):
        return wrk.Wrk(path)
    if wanted != wrk.NAME and (command := locust.find()):
        return locust.Locust(command)
    raise LoadError(MISSING)
