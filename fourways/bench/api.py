"""The API under load: each backend, its quickstart version, and the bare SQL.

The quickstart version is the app that the framework's own tutorial leads to
(docs/naked/). It stores the same, and does little else of the contract. All servers
run at the same time, each on a database of its own, and take turns.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from fourways.databases.database import Database
from fourways.discovery import default_server
from fourways.manifest import Backend

from .load import Generator, Load
from .replay import Replay
from .statements import Statements, watching, write_down
from .subject import Caller, migrated, quickstart_of, serving, sign_up, url_of
from .turns import Tell, in_turn

FINISHED: Final = "finished"
QUICKSTART: Final = "quickstart"
OPERATIONS: Final = {
    "read": "R",
    "list 20": "L",
    "create": "C",
    "8 reads, 2 writes": "RLRLC",
}
"""What is asked again and again: R a bookmark, L a list of 20, C a new bookmark."""
ALONE: Final = Load(connections=1, seconds=2)
WARM_SECONDS: Final = 1
SQL_SECONDS: Final = 0.4

# One round of one thing: names and figures, as they are recorded.
Round = dict[str, float]


@dataclass(frozen=True)
class Subject:
    """A server that runs, somebody signed in to it, and the SQL of what they ask."""

    backend: str
    who: str
    url: str
    caller: Caller
    statements: Mapping[str, Statements]

    def tasks(
        self, operation: str, generator: Generator, load: Load
    ) -> Iterator[tuple[str, Callable[[], Round]]]:
        """What is measured of an operation: under load, alone, and its SQL."""
        target = self.caller.target(*self.caller.asks(OPERATIONS[operation]))
        yield "loaded", lambda: asdict(generator.run(target, load))
        if said := self.statements.get(operation):
            replay = Replay(self.url, said)
            yield "alone", lambda: asdict(generator.run(target, ALONE))
            yield "sql", lambda: {"ms": replay.run(SQL_SECONDS)}

    def warm_up(self, operation: str, generator: Generator, load: Load) -> None:
        """Nobody is measured cold."""
        target = self.caller.target(*self.caller.asks(OPERATIONS[operation]))
        generator.run(target, replace(load, seconds=WARM_SECONDS))


def measure(
    backends: Sequence[Backend],
    database: str,
    generator: Generator,
    load: Load,
    rounds: int,
    tell: Tell,
    *,
    operations: Sequence[str] = tuple(OPERATIONS),
    sql: bool = True,
) -> dict[str, Any]:
    """Everything that was measured, as it is recorded. Raises LoadError, StartError."""
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        subjects = []
        for backend in backends:
            for who, app in pair(backend):
                tell(f"starting {app.title}")
                running = _running(app, backend.name, who, database, sql)
                subjects.append(stack.enter_context(running))
        for name in operations:
            found[name] = _operation(subjects, name, generator, load, rounds, tell)
    return {
        "database": database,
        "load": asdict(load),
        "rounds": rounds,
        "backends": [_described(backend) for backend in backends],
        "operations": found,
    }


def pair(backend: Backend) -> list[tuple[str, Backend]]:
    """The backend, and its quickstart version if there is one."""
    quickstart = quickstart_of(backend)
    others = [(QUICKSTART, quickstart)] if quickstart else []
    return [(FINISHED, backend), *others]


def _operation(
    subjects: Sequence[Subject],
    name: str,
    generator: Generator,
    load: Load,
    rounds: int,
    tell: Tell,
) -> dict[str, Any]:
    """Backend -> who -> what -> its rounds, and how many statements a request has."""
    tasks: dict[tuple[str, str, str], Callable[[], Round]] = {}
    found: dict[str, Any] = {}
    for each in subjects:
        tell(f"{name}: warming up")
        each.warm_up(name, generator, load)
        for what, task in each.tasks(name, generator, load):
            tasks[each.backend, each.who, what] = task
        row: dict[str, Any] = found.setdefault(each.backend, {}).setdefault(
            each.who, {}
        )
        if said := each.statements.get(name):
            row["statements"] = said.count
    measured = in_turn(tasks, rounds, lambda line: tell(f"{name}: {line}"))
    for (backend, who, what), given in measured.items():
        found[backend][who][what] = given
    return found


def _described(backend: Backend) -> dict[str, str]:
    return {
        "name": backend.name,
        "title": backend.title,
        "server": default_server(backend).name,
    }


@contextmanager
def _running(
    app: Backend, backend: str, who: str, kind: str, sql: bool
) -> Iterator[Subject]:
    with migrated(app, kind) as database:
        said = _written_down(app, database) if sql else {}
        with serving(app, database) as server:
            caller = sign_up(url_of(server))
            yield Subject(backend, who, database.url, caller, said)


def _written_down(app: Backend, database: Database) -> dict[str, Statements]:
    """The statements of each operation that is one request."""
    with TemporaryDirectory(prefix="fourways-bench-") as folder:
        file = Path(folder) / "statements"
        settings = {**watching(file), "THREADS": "1"}
        with serving(app, database, settings) as server:
            caller = sign_up(url_of(server))
            with caller.client() as client:
                return {
                    name: write_down(client, file, caller.asks(letters)[0])
                    for name, letters in OPERATIONS.items()
                    if len(letters) == 1
                }
