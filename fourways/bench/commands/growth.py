"""`fourways bench growth`: what it costs when there are more and more bookmarks."""

from typing import Annotated

import typer

from fourways.bench.record import this_machine
from fourways.selection import check_databases
from fourways.terminal import Mistake, NoColor

from .options import (
    Chosen,
    Database,
    DatabaseName,
    JsonFile,
    Names,
    Rounds,
    backends_of,
    conclude,
    generator_of,
    mistakes,
    progress,
    versions_of,
)

Sizes = Annotated[
    str,
    typer.Option(metavar="N,N...", help="How many bookmarks the large caller has."),
]


def growth(
    names: Names = None,
    database: Database = DatabaseName.sqlite,
    sizes: Sizes = "1000,100000",
    rounds: Rounds = 3,
    generator: Chosen = None,
    json_file: JsonFile = None,
    no_color: NoColor = False,
) -> None:
    """Measure each operation among few and among many bookmarks, p50 and p99.

    One caller has almost all of them, another one 1,000 whatever the size: what grows
    for the second grows with the rows of others. All four take about eight minutes.

    For example:

    - `fourways bench growth scratch`
    - `fourways bench growth --sizes 1000,100000,1000000 --database postgresql`
    """
    from fourways.bench.fill import FEW
    from fourways.bench.growth import measure
    from fourways.bench.schema import schema_of

    numbers = _numbers(sizes)
    backends = backends_of(names)
    for backend in backends:
        schema_of(backend.name)
    check_databases([database])
    made_by = generator_of(generator)
    machine = this_machine()
    found = {}
    with mistakes(), progress() as tell:
        for backend in backends:
            found[backend.name] = measure(
                backend, database.value, numbers, made_by, rounds, tell
            )
    result = {
        "database": database.value,
        "sizes": numbers,
        "few": FEW,
        "rounds": rounds,
        "backends": found,
    }
    versions = versions_of(backends, database)
    conclude("growth", machine, made_by.name, versions, result, json_file)


def _numbers(text: str) -> list[int]:
    words = text.split(",")
    numbers = [int(word) for word in words if word.strip().isdecimal()]
    if len(numbers) < max(len(words), 2) or numbers != sorted(set(numbers)):
        raise Mistake(f"--sizes must be like 1000,100000: at least two, not {text!r}")
    if numbers[0] < 100:
        raise Mistake("--sizes must begin with at least 100")
    return numbers
