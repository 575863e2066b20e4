"""Whose time a request takes: samples of the server's process, by the owner of a line.

    with sampled(folder, "read"):
        ...                                  ask, and ask again
    seen = samples(folder, "read")           where all threads are -> how often

sampler/sitecustomize.py takes them. Where the threads of a server are when nobody asks
is where they wait: that is left out. When several others run, each has its part.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from fourways.discovery import default_server
from fourways.manifest import Backend
from fourways.process import StartError
from fourways.trace.owners import Owners

from .api import OPERATIONS
from .load import Generator, Load, Target
from .subject import Caller, migrated, serving, sign_up, url_of
from .turns import Tell
from .whose import OWNERS, Place, owner

SAMPLER: Final = Path(__file__).with_name("sampler")
MEASURED: Final = ("read", "list 20", "create")
ROUNDS: Final = 3
"""Of the time without samples; that of the quietest counts."""
IDLE_SECONDS: Final = 1.0
WAIT_SECONDS: Final = 10.0
LEAST: Final = 20
"""A line seen more often than that while nobody asked is one that waits."""
WAITS: Final = ("keep_passing",)
"""What waits during requests alone: scratch_api/server/turn.py looks at a clock."""

Seen = Counter[tuple[Place, ...]]
"""The lines at which the threads of a process are, and how often they were there."""


def measure(
    backends: Sequence[Backend],
    database: str,
    generator: Generator,
    seconds: int,
    tell: Tell,
) -> dict[str, Any]:
    """Each backend by itself, one request after the other. Raises StartError."""
    return {
        "database": database,
        "seconds": seconds,
        "backends": [
            {
                "name": backend.name,
                "title": backend.title,
                "server": default_server(backend).name,
                "operations": _profile(backend, database, generator, seconds, tell),
            }
            for backend in backends
        ],
    }


def _profile(
    backend: Backend, database: str, generator: Generator, seconds: int, tell: Tell
) -> dict[str, Any]:
    tell(f"starting {backend.title}")
    found: dict[str, float] = {}
    with TemporaryDirectory(prefix="fourways-bench-") as name:
        folder = Path(name)
        with (
            migrated(backend, database) as fresh,
            serving(backend, fresh, watching(folder)) as server,
        ):
            caller = sign_up(url_of(server))
            for operation in MEASURED:
                tell(f"{backend.title}: {operation}")
                target = _target(caller, operation)
                found[operation] = _milliseconds(generator, target)
                with sampled(folder, operation):
                    generator.run(target, Load(1, seconds))
            with sampled(folder, "idle"):
                time.sleep(IDLE_SECONDS)
        idle = waiting(samples(folder, "idle"))
        owners = Owners(backend.name, backend.folder, backend.extra)
        return {
            operation: {
                "ms": milliseconds,
                "samples": shared(samples(folder, operation), idle, owners),
            }
            for operation, milliseconds in found.items()
        }


def _milliseconds(generator: Generator, target: Target) -> float:
    """How long a request takes while nobody looks."""
    load = Load(connections=1, seconds=1)
    generator.run(target, load)
    return min(generator.run(target, load).p50 for _ in range(ROUNDS))


def _target(caller: Caller, operation: str) -> Target:
    return caller.target(*caller.asks(OPERATIONS[operation]))


def watching(folder: Path) -> Mapping[str, str]:
    """What the environment of a backend needs, so that its samples go there."""
    paths = [str(SAMPLER), os.environ.get("PYTHONPATH", "")]
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "FOURWAYS_SAMPLES": str(folder),
    }


@contextmanager
def sampled(folder: Path, word: str) -> Iterator[None]:
    """Samples are taken. Raises StartError if none were written afterwards."""
    made, told = folder / "next", folder / "now"
    made.write_text(word, encoding="utf-8")
    made.rename(told)
    yield
    told.unlink()
    end = time.monotonic() + WAIT_SECONDS
    while {each.suffix for each in folder.glob(f"{word}.*")} != {".json"}:
        if time.monotonic() > end:
            raise StartError("the server has written no samples: not in Python?")
        time.sleep(0.05)


def samples(folder: Path, word: str) -> Seen:
    """Those of all processes of the server."""
    seen: Seen = Counter()
    for file in folder.glob(f"{word}.*.json"):
        for count, look in json.loads(file.read_text(encoding="utf-8")):
            seen[tuple(Place(*place) for place in look)] += count
    return seen


def waiting(idle: Seen) -> set[Place]:
    """Lines at which threads stay while nobody asks."""
    found: Counter[Place] = Counter()
    for look, count in idle.items():
        found.update(dict.fromkeys(look, count))
    return {place for place, count in found.items() if count > LEAST}


def shared(seen: Seen, idle: set[Place], owners: Owners) -> dict[str, float]:
    """How many samples each owner has."""
    found = dict.fromkeys(OWNERS, 0.0)
    for look, count in seen.items():
        busy = [place for place in look if not _waits(place, idle)]
        for place in busy:
            found[owner(place, owners)] += count / len(busy)
    return {name: round(count, 1) for name, count in found.items()}


def _waits(place: Place, idle: set[Place]) -> bool:
    return place in idle or place.function.endswith(WAITS)
