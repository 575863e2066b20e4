"""`fourways bench costs`: time to start, memory, distributions."""

from fourways.bench.record import this_machine
from fourways.terminal import Mistake, NoColor

from .options import (
    Chosen,
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


def costs(
    names: Names = None,
    rounds: Rounds = 5,
    generator: Chosen = None,
    json_file: JsonFile = None,
    no_color: NoColor = False,
) -> None:
    """Measure the time to start, memory per worker, and what has to be installed.

    For example: `fourways bench costs flask --rounds 3`
    """
    try:
        from fourways.bench.costs import measure
    except ImportError as error:
        raise Mistake(f'{error.name} is missing: pip install ".[bench]"') from None
    backends = backends_of(names)
    made_by = generator_of(generator)
    machine = this_machine()
    with mistakes(), progress() as tell:
        result = measure(backends, made_by, rounds, tell)
    versions = versions_of(backends)
    conclude("costs", machine, made_by.name, versions, result, json_file)
