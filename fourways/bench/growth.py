"""Growth: what each operation costs when there are more and more bookmarks.

Each size is a database of its own with a server of its own, and all take turns. Two
callers are measured in each: `small` has as many bookmarks whatever the size, so only
the rows of others grow; `large` has almost all of them. One request after the other:
it is the waiting that counts, not how many can be answered.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlencode

from fourways.databases.database import Database
from fourways.discovery import default_server
from fourways.manifest import Backend

from .fill import DEEP, NEEDLE, fill
from .load import Ask, Generator, Load, Result
from .schema import schema_of
from .statements import watching, write_down
from .subject import Caller, migrated, serving, sign_up, url_of
from .turns import Tell, in_turn
from .work import work

SMALL: Final = "small"
LARGE: Final = "large"
SLOW_SECONDS: Final = 1.0
ENOUGH: Final = 5
"""Requests that a round of a slow operation should have."""
OPERATIONS: Final = (
    "one bookmark",
    "first page",
    "deep page",
    "tag of 1 in 20",
    "tag of 2",
    "search for 2",
    "all tags",
    "create",
)
STEADY: Final = ("one bookmark", "first page", "deep page", "create")
"""Operations whose cost must not grow with the caller's own bookmarks either."""

Asks = Mapping[str, Ask]


def measure(
    backend: Backend,
    database: str,
    sizes: Sequence[int],
    generator: Generator,
    rounds: int,
    tell: Tell,
) -> dict[str, Any]:
    """One backend: operation -> caller -> size -> its rounds, as it is recorded."""
    work_of: dict[str, Any] = {}
    tasks: dict[str, dict[tuple[str, int], Callable[[], dict[str, float]]]] = {}
    with ExitStack() as stack:
        for size in sizes:
            tell(f"{backend.title}: filling {database} with {size:,} bookmarks")
            callers, counted = stack.enter_context(_running(backend, database, size))
            for who, caller in callers.items():
                for name, count in counted[who].items():
                    place = work_of.setdefault(name, {}).setdefault(who, {})
                    place[str(size)] = count
                for name, ask in _asks(caller).items():
                    task = _task(caller, ask, generator)
                    tasks.setdefault(name, {})[who, size] = task
        found: dict[str, Any] = {}
        for name in OPERATIONS:
            given = in_turn(tasks[name], rounds, _teller(tell, backend, name))
            for (who, size), rounds_of in given.items():
                place = found.setdefault(name, {}).setdefault(who, {})
                place[str(size)] = rounds_of
    return {
        "title": backend.title,
        "server": default_server(backend).name,
        "operations": found,
        "work": work_of,
    }


def _teller(tell: Tell, backend: Backend, name: str) -> Tell:
    return lambda line: tell(f"{backend.title}: {name}: {line}")


@contextmanager
def _running(
    backend: Backend, kind: str, size: int
) -> Iterator[tuple[dict[str, Caller], dict[str, dict[str, int]]]]:
    """The small and the large caller of a backend with that many bookmarks.

    And the work of what they ask: caller -> operation -> how much.
    """
    with migrated(backend, kind) as database:
        with serving(backend, database) as server:
            callers = {who: sign_up(url_of(server), 1) for who in (SMALL, LARGE)}
        small, large = _owners(backend, database)
        fill(database, schema_of(backend.name), size, small, large)
        # New processes: no plan of a statement from when there was nothing.
        counted = _counted(backend, database, callers)
        with serving(backend, database) as server:
            url = url_of(server)
            yield {who: each.at(url) for who, each in callers.items()}, counted


def _counted(
    backend: Backend, database: Database, callers: Mapping[str, Caller]
) -> dict[str, dict[str, int]]:
    """The work of what each caller reads."""
    found: dict[str, dict[str, int]] = {}
    with TemporaryDirectory(prefix="fourways-bench-") as folder:
        file = Path(folder) / "statements"
        settings = {**watching(file), "THREADS": "1"}
        with serving(backend, database, settings) as server:
            for who, caller in callers.items():
                asks = _asks(caller.at(url_of(server)))
                with caller.at(url_of(server)).client() as client:
                    found[who] = {
                        name: work(database.url, write_down(client, file, ask))
                        for name, ask in asks.items()
                        if ask.method == "GET"
                    }
    return found


def _owners(backend: Backend, database: Database) -> tuple[int, int]:
    """The ids of the two, in the order in which they signed up."""
    users = schema_of(backend.name).users
    (small,), (large,) = database.execute(f"SELECT id FROM {users} ORDER BY id")
    return small, large


def _asks(caller: Caller) -> Asks:
    """What is asked for each operation."""
    with caller.client() as client:
        # A cursor goes on from a place in the order, whatever has led there.
        answer = client.get("/bookmarks", params={"tag": DEEP, "limit": "1"})
        cursor = answer.raise_for_status().json()["next"]
    pages = {
        "first page": {},
        "deep page": {"cursor": cursor},
        "tag of 1 in 20": {"tag": "topic-07"},
        "tag of 2": {"tag": DEEP},
        "search for 2": {"q": NEEDLE},
    }
    asks = {
        name: Ask("GET", f"/bookmarks?{urlencode({'limit': 20, **query})}")
        for name, query in pages.items()
    }
    asks["one bookmark"] = Ask("GET", caller.bookmark)
    asks["all tags"] = Ask("GET", "/tags")
    asks["create"] = Ask("POST", "/bookmarks")
    return asks


def _task(
    caller: Caller, ask: Ask, generator: Generator
) -> Callable[[], dict[str, float]]:
    def task() -> dict[str, float]:
        once = _once(caller, ask)
        if once > SLOW_SECONDS:  # one request is enough to know it
            return asdict(Result(1 / once, once * 1_000, once * 1_000, 0))
        seconds = max(1, ceil(ENOUGH * once))
        return asdict(generator.run(caller.target(ask), Load(1, seconds)))

    return task


def _once(caller: Caller, ask: Ask) -> float:
    """Seconds that it takes once, so that a slow one gets a longer round."""
    if ask.method != "GET":
        return 0.0
    with caller.client() as client:
        client.get(ask.path).raise_for_status()
        started = time.perf_counter()
        client.get(ask.path).raise_for_status()
        return time.perf_counter() - started
