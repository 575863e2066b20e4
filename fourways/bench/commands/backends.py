"""`fourways bench api` and `fourways bench hardened`: backends under load."""

from collections.abc import Sequence
from pathlib import Path

from fourways.bench.load import Load
from fourways.bench.record import this_machine
from fourways.manifest import Backend
from fourways.selection import check_databases
from fourways.terminal import Mistake, NoColor

from .options import (
    Chosen,
    Connections,
    Database,
    DatabaseName,
    GeneratorName,
    JsonFile,
    Names,
    Rounds,
    Seconds,
    backends_of,
    conclude,
    generator_of,
    mistakes,
    progress,
    versions_of,
)


def api(
    names: Names = None,
    database: Database = DatabaseName.sqlite,
    connections: Connections = 16,
    seconds: Seconds = 2,
    rounds: Rounds = 3,
    generator: Chosen = None,
    json_file: JsonFile = None,
    no_color: NoColor = False,
) -> None:
    """Compare backends with their quickstart versions, and with their bare SQL.

    Reading a bookmark, listing 20 with tags, creating, and 8 reads to 2 writes. All
    four take about five minutes.

    For example:

    - `fourways bench api flask`
    - `fourways bench api --database postgresql --rounds 5 --json api.json`
    """
    from fourways.bench.api import OPERATIONS

    _measure(
        "api",
        backends_of(names),
        database,
        Load(connections, seconds),
        rounds,
        generator,
        json_file,
        operations=tuple(OPERATIONS),
        sql=True,
    )


def hardened(
    names: Names = None,
    database: Database = DatabaseName.sqlite,
    connections: Connections = 16,
    seconds: Seconds = 3,
    rounds: Rounds = 5,
    generator: Chosen = None,
    json_file: JsonFile = None,
    no_color: NoColor = False,
) -> None:
    """Compare each backend with the app that its framework's tutorial leads to.

    Only reading and creating, without the bare SQL: less than `bench api`.

    For example: `fourways bench hardened flask --database postgresql`
    """
    from fourways.bench.subject import quickstart_of

    backends = [each for each in backends_of(names) if quickstart_of(each)]
    if not backends:
        raise Mistake(f"{', '.join(names or [])}: there is no quickstart version")
    _measure(
        "hardened",
        backends,
        database,
        Load(connections, seconds),
        rounds,
        generator,
        json_file,
        operations=("read", "create"),
        sql=False,
    )


def _measure(
    kind: str,
    backends: Sequence[Backend],
    database: DatabaseName,
    load: Load,
    rounds: int,
    chosen: GeneratorName | None,
    json_file: Path | None,
    *,
    operations: Sequence[str],
    sql: bool,
) -> None:
    from fourways.bench.api import measure

    check_databases([database])
    made_by = generator_of(chosen)
    machine = this_machine()
    with mistakes(), progress() as tell:
        result = measure(
            backends,
            database.value,
            made_by,
            load,
            rounds,
            tell,
            operations=operations,
            sql=sql,
        )
    versions = versions_of(backends, database)
    conclude(kind, machine, made_by.name, versions, result, json_file)
