"""The command line of `fourways bench`."""

import json
import math
import os
import platform
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from fourways.manifest import ManifestError
from fourways.process import StartError
from fourways.selection import did_you_mean
from fourways.terminal import Mistake

from . import compare, crowd, hardened
from .contenders import CONTENDERS, SCRATCH, CannotStart
from .wrk import Load, WrkError, find_wrk, wrk_version

bench_app = typer.Typer(
    help="Measure how fast servers answer, always beside others in the same run.",
    no_args_is_help=True,
)

Processes = Annotated[int, typer.Option(min=1, help="Processes of each server.")]
Threads = Annotated[int, typer.Option(min=1, help="Threads of each process.")]
Rounds = Annotated[int, typer.Option(min=1, help="Rounds; their median counts.")]
Names = Annotated[
    list[str] | None,
    typer.Option("--server", help="Only this server beside scratch (repeatable)."),
]
JsonFile = Annotated[
    Path | None, typer.Option("--json", help="Write everything to this file.")
]


@bench_app.command("server")
def server(
    processes: Processes = 2,
    threads: Threads = 8,
    connections: Annotated[int, typer.Option(min=1, help="Clients at a time.")] = 32,
    seconds: Annotated[int, typer.Option(min=1, help="Length of one round.")] = 3,
    rounds: Rounds = 5,
    keep_alive: Annotated[
        bool, typer.Option(help="Many requests on one connection, or one on each.")
    ] = True,
    names: Names = None,
    json_file: JsonFile = None,
) -> None:
    """Compare WSGI and ASGI servers on the same "hello" application."""
    console = Console(highlight=False)
    load = Load(connections, seconds, keep_alive)
    chosen = _chosen(names)
    _check_folder(json_file)
    try:
        find_wrk()
        measured = compare.groups(processes, threads, chosen)
        with console.status("starting") as status:
            for group in measured:
                compare.measure(group, load, rounds, status.update)
    except (WrkError, CannotStart) as error:
        raise Mistake(str(error)) from None
    for group in measured:
        console.print(_table(group))
    how = "keep-alive" if keep_alive else "a connection for each request"
    console.print(
        f"{rounds} rounds of {seconds} s, {connections} connections, {how}; "
        f"{wrk_version()}, Python {platform.python_version()}, {os.cpu_count()} cores."
    )
    console.print("'scratch is' compares requests/s; the median of the rounds' ratios.")
    missing = [c.name for c in CONTENDERS if not c.installed]
    if missing:
        console.print(f"Not installed: {', '.join(missing)}.")
    if json_file:
        result = compare.as_json(measured, load)
        json_file.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


@bench_app.command("idle")
def idle(
    processes: Processes = 2,
    threads: Threads = 8,
    half_sent: Annotated[int, typer.Option(min=0, help="Half-sent requests.")] = 200,
    idle: Annotated[int, typer.Option(min=0, help="Idle connections.")] = 1_000,
    requests: Annotated[int, typer.Option(min=100, help="Requests a round.")] = 2_000,
    rounds: Rounds = 5,
    names: Names = None,
    json_file: JsonFile = None,
) -> None:
    """Measure a normal client, alone and among slow and idle clients."""
    console = Console(highlight=False)
    chosen = _chosen(names) or [SCRATCH]
    _check_folder(json_file)
    crowd.raise_file_limit(half_sent + idle + 100)
    result: dict[str, crowd.Latency] = {}
    try:
        with console.status("starting") as status:
            for contender in CONTENDERS:
                if contender.name not in chosen or not contender.installed:
                    continue
                result[contender.name] = crowd.measure(
                    contender,
                    processes if contender.processes else 1,
                    threads if contender.processes else processes * threads,
                    half_sent=half_sent,
                    idle=idle,
                    requests=requests,
                    rounds=rounds,
                    tell=status.update,
                )
    except (CannotStart, OSError) as error:
        raise Mistake(str(error)) from None
    console.print(_idle_table(result))
    console.print(
        f"The crowd: {half_sent} half-sent requests, {idle} idle connections. "
        f"Medians of {rounds} rounds of {requests} requests, alone and crowded in turn."
    )
    if json_file:
        plain = {name: latency.as_json() for name, latency in result.items()}
        json_file.write_text(json.dumps(plain, indent=2) + "\n", "utf-8")


@bench_app.command("hardened")
def hardened_(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME...]", help="Backends; all that have a pair."),
    ] = None,
    database: Annotated[str, typer.Option(help="sqlite or postgresql.")] = "sqlite",
    connections: Annotated[int, typer.Option(min=1, help="Clients at a time.")] = 16,
    seconds: Annotated[int, typer.Option(min=1, help="Length of one round.")] = 3,
    rounds: Rounds = 5,
) -> None:
    """Compare each backend with the app that its framework's tutorial leads to."""
    console = Console(highlight=False)
    if database not in ("sqlite", "postgresql"):
        raise Mistake(f"--database must be sqlite or postgresql, not {database!r}")
    load = Load(connections, seconds, True)
    try:
        find_wrk()
        measured = hardened.pairs(names or [])
        with console.status("starting") as status:
            for pair in measured:
                hardened.measure(pair, database, load, rounds, status.update)
    except (WrkError, CannotStart, StartError, ManifestError) as error:
        raise Mistake(str(error)) from None
    console.print(_hardened_table(measured))
    console.print(
        f"Requests/s, medians of {rounds} rounds of {seconds} s, {connections} "
        f"connections, on {database}; {wrk_version()}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores."
    )


def _idle_table(measured: dict[str, crowd.Latency]) -> Table:
    table = Table("server", "p99 alone", "p99 in the crowd", "ratio")
    for name, latency in measured.items():
        ratio = f"{latency.ratio:.2f}" if math.isfinite(latency.ratio) else "-"
        table.add_row(name, _ms(latency.alone), _ms(latency.crowded), ratio)
    return table


def _hardened_table(measured: list[hardened.Pair]) -> Table:
    table = Table("backend", "operation")
    for name in ("finished", "tutorial", "ratio", "errors"):
        table.add_column(name, justify="right")
    for pair in measured:
        for operation in hardened.OPERATIONS:
            table.add_row(
                pair.finished.title,
                operation,
                f"{pair.rate(operation, 'finished'):,.0f}",
                f"{pair.rate(operation, 'naked'):,.0f}",
                f"{pair.ratio(operation):.2f}",
                str(pair.errors(operation) or "-"),
            )
    return table


def _table(group: compare.Group) -> Table:
    table = Table(title=group.title, title_justify="left")
    table.add_column("server")
    for name in ("requests/s", "p50 ms", "p99 ms", "errors", "scratch is"):
        table.add_column(name, justify="right")
    for row in compare.rows(group):
        table.add_row(
            row.name,
            f"{row.requests_per_second:,.0f}",
            f"{row.p50:.2f}",
            f"{row.p99:.2f}",
            str(row.errors or "-"),
            f"{row.scratch_times:.2f} x",
        )
    return table


def _ms(milliseconds: float) -> str:
    if math.isinf(milliseconds):
        return "no answer"
    return f"{milliseconds:.2f} ms"


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


def _check_folder(json_file: Path | None) -> None:
    """Say before the measuring, not after it, that the file cannot be written."""
    if json_file and not json_file.absolute().parent.is_dir():
        raise Mistake(f"--json {json_file}: the folder does not exist")
