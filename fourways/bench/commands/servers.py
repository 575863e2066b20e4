"""`fourways bench server` and `fourways bench idle`: what costs how much below a
framework.
"""

from collections.abc import Iterable
from typing import Annotated

import typer

from fourways.bench import compare, crowd
from fourways.bench.contenders import CONTENDERS, SCRATCH
from fourways.bench.load import Load
from fourways.bench.record import this_machine
from fourways.selection import did_you_mean
from fourways.terminal import Mistake, NoColor, console

from .options import (
    Chosen,
    Connections,
    JsonFile,
    Rounds,
    Seconds,
    conclude,
    generator_of,
    mistakes,
    progress,
)

Processes = Annotated[int, typer.Option(min=1, help="Processes of each server.")]
Threads = Annotated[int, typer.Option(min=1, help="Threads of each process.")]
Servers = Annotated[
    list[str] | None,
    typer.Option(
        "--server",
        metavar="NAME",
        help="Only this server beside scratch. May be repeated.",
    ),
]


def server(
    processes: Processes = 2,
    threads: Threads = 8,
    connections: Connections = 32,
    seconds: Seconds = 3,
    rounds: Rounds = 5,
    keep_alive: Annotated[
        bool, typer.Option(help="Many requests on one connection, or one on each.")
    ] = True,
    names: Servers = None,
    generator: Chosen = None,
    json_file: JsonFile = None,
    no_color: NoColor = False,
) -> None:
    """Compare WSGI and ASGI servers on the same "hello" application.

    For example:

    - `fourways bench server`
    - `fourways bench server --no-keep-alive --server waitress`
    """
    load = Load(connections, seconds, keep_alive)
    groups = compare.groups(processes, threads, _chosen(names))
    made_by = generator_of(generator)
    machine = this_machine()
    with mistakes(), progress() as tell:
        for group in groups:
            compare.measure(group, made_by, load, rounds, tell)
    conclude(
        "server",
        machine,
        made_by.name,
        _distributions(name for group in groups for name in group.results),
        compare.as_json(groups, load, rounds),
        json_file,
    )
    if missing := [c.name for c in CONTENDERS if not c.installed]:
        console().print(f"Not installed: {', '.join(missing)}.", soft_wrap=True)


def idle(
    processes: Processes = 2,
    threads: Threads = 8,
    half_sent: Annotated[int, typer.Option(min=0, help="Half-sent requests.")] = 200,
    idle: Annotated[int, typer.Option(min=0, help="Idle connections.")] = 1_000,
    requests: Annotated[int, typer.Option(min=100, help="Requests a round.")] = 2_000,
    rounds: Rounds = 5,
    names: Annotated[
        list[str] | None,
        typer.Option(
            "--server",
            metavar="NAME",
            help="This server; scratch if none is named. May be repeated.",
        ),
    ] = None,
    json_file: JsonFile = None,
    no_color: NoColor = False,
) -> None:
    """Measure a normal client, alone and among slow and idle clients.

    For example: `fourways bench idle --server scratch --server waitress`
    """
    chosen = _chosen(names) or [SCRATCH]
    crowd.raise_file_limit(half_sent + idle + 100)
    machine = this_machine()
    found = {}
    with mistakes(), progress() as tell:
        for contender in CONTENDERS:
            if contender.name in chosen:
                found[contender.name] = crowd.measure(
                    contender,
                    processes if contender.processes else 1,
                    threads if contender.processes else processes * threads,
                    half_sent=half_sent,
                    idle=idle,
                    requests=requests,
                    rounds=rounds,
                    tell=tell,
                ).as_json()
    figures = {"half_sent": half_sent, "idle": idle, "requests": requests}
    result = {**figures, "rounds": rounds, "servers": found}
    conclude("idle", machine, "", _distributions(found), result, json_file)


def _chosen(names: list[str] | None) -> list[str]:
    known = {contender.name: contender for contender in CONTENDERS}
    for name in names or []:
        if name not in known:
            raise Mistake(
                f'there is no server "{name}".{did_you_mean(name, list(known))} '
                f"They are {', '.join(known)}"
            )
        if not known[name].installed:
            raise Mistake(f"{name} is not installed")
    return [*(names or [])]


def _distributions(names: Iterable[str]) -> list[str]:
    measured = set(names)
    return [name for c in CONTENDERS if c.name in measured for name in c.distributions]
