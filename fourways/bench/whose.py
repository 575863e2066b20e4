"""Whose a line of a server's process is: more finely than a trace says it.

What a trace calls a library may be the ORM, the server or the driver; and of the
standard library, the event loop and the handing over between threads stand apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Final

from fourways.trace.owners import Owners

OWNERS: Final = (
    *("yours", "framework", "ORM", "validation", "server", "driver"),
    *("other libraries", "asyncio, threads", "standard library"),
)
BY_DISTRIBUTION: Final[Mapping[str, str]] = {
    **dict.fromkeys(("sqlalchemy",), "ORM"),
    **dict.fromkeys(("pydantic", "pydantic-core", "annotated-types"), "validation"),
    **dict.fromkeys(("gunicorn", "uvicorn", "h11", "httptools", "waitress"), "server"),
    **dict.fromkeys(("psycopg", "psycopg-binary", "psycopg-pool"), "driver"),
}
BY_PATH: Final[Mapping[str, str]] = {
    "/django/db/": "ORM",
    "/scratch_api/server/": "server",
    "/sqlite3/dbapi2.py": "driver",
    "/bench/sampler/": "driver",
    **dict.fromkeys(("/asyncio/", "/concurrent/futures/"), "asyncio, threads"),
    **dict.fromkeys(("/threading.py", "/selectors.py"), "asyncio, threads"),
}
"""By a part of the file's path, where the distribution says too little."""


@dataclass(frozen=True)
class Place:
    """A line of a function in a file."""

    file: str
    function: str
    line: int


def owner(place: Place, owners: Owners) -> str:
    """Whose a line is: as a trace says it, and more finely."""
    function = owners.function(_code(place), None, None)
    if found := BY_DISTRIBUTION.get(function.distribution):
        return found
    path = Path(place.file).as_posix()
    for part, found in BY_PATH.items():
        if part in path:
            return found
    return "other libraries" if function.group == "libraries" else function.group


@cache
def _code(place: Place) -> CodeType:
    """Code that is in this file, for `Owners`, who tells codes apart by their names."""
    code = compile("", place.file or "<string>", "exec")
    return code.replace(co_name=place.file, co_qualname=place.function)
