"""The servers that are judged: those of `fourways bench`, and Python's own wsgiref.

Their settings are as they come, but for the time-outs: where a server has such a
setting it is two seconds, so that a run ends.
"""

import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from fourways.bench.contenders import CONTENDERS, SCRATCH, Contender, Start, running

OURS: Final = SCRATCH
PROCESSES: Final = 2
THREADS: Final = 8
_SERVED: Final = Path(__file__).parent / "served"


def _wsgiref(start: Start) -> list[str]:
    return ["-m", "wsgiref_main", str(start.port), start.module]


WSGIREF: Final = Contender("wsgiref", (), ("wsgiref",), _wsgiref, processes=False)
SERVERS: Final = (*CONTENDERS, WSGIREF)

TIME_OUTS: Final[Mapping[str, tuple[str, ...]]] = {
    OURS: ("--head-timeout=2", "--body-timeout=2", "--write-timeout=2"),
    "waitress": ("--channel-timeout=2", "--cleanup-interval=1"),
    "cheroot": ("timeout=2",),
    "granian": ("--http1-header-read-timeout=2000",),
}


def version_of(server: Contender) -> str:
    """What it consists of, with versions."""
    if server.name == OURS:
        return "scratch_api.server of this repository"
    if server.name == WSGIREF.name:
        return f"wsgiref of Python {platform.python_version()}"
    return server.versions


@contextmanager
def serving(server: Contender, *, hurried: bool = True) -> Iterator[int]:
    """Run a server with the application of served/; gives its port.

    Unless `hurried`, its time-outs are as they come. Raises CannotStart.
    """
    with running(
        server,
        PROCESSES if server.processes else 1,
        THREADS if server.processes else PROCESSES * THREADS,
        module="observer",
        folder=_SERVED,
        options=TIME_OUTS.get(server.name, ()) if hurried else (),
    ) as port:
        yield port
