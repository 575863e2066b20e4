"""Programs that make load, both kept by others.

wrk is one binary, written in C, so that the load costs little of what is measured; it
is used where it is installed. Locust comes from the package index, and works on every
system.
"""

from typing import Final

from fourways.bench.generators import locust, wrk
from fourways.bench.load import Generator, LoadError

MISSING: Final = (
    "nothing here makes load. Install wrk ('apt install wrk' on Debian and Ubuntu, "
    "'brew install wrk' on macOS), or uv ('pip install uv'), which fetches Locust"
)


def generator(wanted: str = "") -> Generator:
    """What makes the load: wrk where it is installed, else Locust.

    Or the one of that name. Raises LoadError if it is not there.
    """
    if wanted != locust.NAME and (path := wrk.find()):
        return wrk.Wrk(path)
    if wanted != wrk.NAME and (command := locust.find()):
        return locust.Locust(command)
    raise LoadError(MISSING)
