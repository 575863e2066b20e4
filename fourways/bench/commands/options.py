"""What the commands have in common: options, progress, mistakes, results."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from fourways.bench.contenders import CannotStart
from fourways.bench.generators import generator
from fourways.bench.load import Generator, LoadError
from fourways.bench.record import Machine, Record, database_version, record
from fourways.bench.shown import shown
from fourways.dependencies import dependencies_of
from fourways.manifest import Backend
from fourways.output_file import writable
from fourways.ports import PortError
from fourways.postgres import PostgresError
from fourways.process import StartError
from fourways.selection import choose
from fourways.terminal import Mistake, console, is_live


class DatabaseName(StrEnum):
    """What backends can store their data in."""

    sqlite = "sqlite"
    postgresql = "postgresql"


class GeneratorName(StrEnum):
    """What can make the load."""

    wrk = "wrk"
    locust = "locust"


Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME...]", help="Backends; all four if none is named."),
]
Database = Annotated[
    DatabaseName, typer.Option(metavar="NAME", help="sqlite or postgresql.")
]
Rounds = Annotated[int, typer.Option(min=1, help="Rounds; their median counts.")]
Seconds = Annotated[int, typer.Option(min=1, help="Length of one round.")]
Connections = Annotated[int, typer.Option(min=1, help="Clients at a time.")]
Chosen = Annotated[
    GeneratorName | None,
    typer.Option(
        "--generator",
        metavar="NAME",
        help="What makes the load: wrk where it is installed, else locust.",
    ),
]
JsonFile = Annotated[
    Path | None,
    typer.Option(
        "--json",
        metavar="FILE",
        help="Write everything to this file.",
        callback=writable,
    ),
]


def backends_of(names: list[str] | None) -> list[Backend]:
    """The backends meant. Raises Mistake."""
    return choose(names or [], [])


def generator_of(chosen: GeneratorName | None) -> Generator:
    """The one that was asked for, or the best that is here. Raises Mistake."""
    with mistakes():
        return generator(chosen or "")


def versions_of(
    backends: Sequence[Backend], database: DatabaseName = DatabaseName.sqlite
) -> dict[str, str]:
    """Of the database, and of what the backends themselves ask for."""
    found: dict[str, str] = {}
    for backend in backends:
        if backend.extra:
            brought = dependencies_of(backend.extra)
            found |= {name: brought.installed[name] for name in brought.direct}
    return database_version(database.value) | dict(sorted(found.items()))


TROUBLE: Final = (LoadError, CannotStart, StartError, PostgresError, PortError)


@contextmanager
def mistakes() -> Iterator[None]:
    """What cannot be measured is told in one message."""
    try:
        yield
    except TROUBLE as error:
        raise Mistake(str(error)) from None


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Takes lines that say how far it is; in a log only what begins something."""
    output = console()
    if is_live(output):
        with output.status("starting") as status:
            yield status.update
        return
    said: set[str] = set()

    def say(line: str) -> None:
        step = line.partition(": round")[0]
        if step not in said:
            said.add(step)
            output.print(step, soft_wrap=True)

    yield say


def conclude(
    kind: str,
    machine: Machine,
    made_by: str,
    versions: Mapping[str, str] | list[str],
    result: Mapping[str, Any],
    json_file: Path | None,
) -> None:
    """Show what was measured, and write it to a file if one was named."""
    made = record(kind, machine, made_by, versions, result)
    show(made)
    if json_file:
        made.write(json_file)


def show(made: Record) -> None:
    """Print the tables, and what they say."""
    output = console()
    how = shown(made.kind)
    for sheet in how.sheets(made.result):
        output.print(sheet.for_terminal())
    for line in [*how.verdicts(made.result), made.circumstances]:
        output.print(line, soft_wrap=True)
