"""`fourways bench profile`: whose time a request takes."""

from fourways.bench.record import this_machine
from fourways.selection import check_databases
from fourways.terminal import NoColor

from .options import (
    Chosen,
    Database,
    DatabaseName,
    JsonFile,
    Names,
    Seconds,
    backends_of,
    conclude,
    generator_of,
    mistakes,
    progress,
    versions_of,
)


def profile(
    names: Names = None,
    database: Database = DatabaseName.sqlite,
    seconds: Seconds = 3,
    generator: Chosen = None,
    json_file: JsonFile = None,
    no_color: NoColor = False,
) -> None:
    """Tell whose time a request takes: yours, the framework's, the ORM's, ...

    Reading a bookmark, listing 20 with tags, creating. Samples of the server's own
    process, in percent. All four take about two minutes.

    For example: `fourways bench profile flask --seconds 10`
    """
    from fourways.bench.profile import measure

    backends = backends_of(names)
    check_databases([database])
    made_by = generator_of(generator)
    machine = this_machine()
    with mistakes(), progress() as tell:
        result = measure(backends, database.value, made_by, seconds, tell)
    versions = versions_of(backends, database)
    conclude("profile", machine, made_by.name, versions, result, json_file)
