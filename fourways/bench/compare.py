"""Servers in turn, round after round, so that a busy moment meets all of them.

Only ratios between servers of one group of one run mean something: the machine is
shared with the load generator, and often with other work.
"""

import platform
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from .contenders import CONTENDERS, SCRATCH, Contender, running
from .wrk import Load, Result, run


@dataclass
class Group:
    """Contenders with the same processes and threads, and what was measured."""

    title: str
    processes: int
    threads: int
    contenders: list[Contender]
    results: dict[str, list[Result]] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """The medians of one server."""

    name: str
    requests_per_second: float
    p50: float
    p99: float
    errors: int
    scratch_times: float  # how many times as fast scratch is, median of rounds


def groups(processes: int, threads: int, chosen: list[str]) -> list[Group]:
    """Divide the servers into those with processes and those that run as one."""
    wanted = [c for c in CONTENDERS if c.installed and (c.name in chosen or not chosen)]
    scratch = [c for c in CONTENDERS if c.name == SCRATCH]
    others = [c for c in wanted if c.name != SCRATCH]
    total = processes * threads
    many = [c for c in others if c.processes and processes > 1]
    one = [c for c in others if c.single or processes == 1]
    found = []
    if many:
        title = f"{processes} processes with {threads} threads"
        found.append(Group(title, processes, threads, scratch + many))
    if one or not many:
        title = f"1 process with {total} threads"
        found.append(Group(title, 1, total, scratch + one))
    return found


def measure(group: Group, load: Load, rounds: int, tell: Callable[[str], None]) -> None:
    """Start the group's servers and put load on each in turn."""
    with ExitStack() as stack:
        ports = {
            contender.name: stack.enter_context(
                running(contender, group.processes, group.threads)
            )
            for contender in group.contenders
        }
        for port in ports.values():  # nobody is measured cold
            run(port, Load(load.connections, 1, load.keep_alive))
        for number in range(rounds):
            for name, port in ports.items():
                tell(f"{group.title}: round {number + 1} of {rounds}, {name}")
                group.results.setdefault(name, []).append(run(port, load))


def rows(group: Group) -> list[Row]:
    """Return the medians, fastest first."""
    ours = group.results[SCRATCH]
    found = []
    for name, results in group.results.items():
        ratios = [
            mine.requests_per_second / max(theirs.requests_per_second, 1e-9)
            for mine, theirs in zip(ours, results, strict=True)
        ]
        found.append(
            Row(
                name,
                median(result.requests_per_second for result in results),
                median(result.p50 for result in results),
                median(result.p99 for result in results),
                sum(result.errors for result in results),
                median(ratios),
            )
        )
    return sorted(found, key=lambda row: -row.requests_per_second)


def as_json(measured: list[Group], load: Load) -> dict[str, Any]:
    """Return everything that was measured, for machines."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "load": asdict(load),
        "groups": [
            {
                "title": group.title,
                "processes": group.processes,
                "threads": group.threads,
                "versions": {c.name: c.versions for c in group.contenders},
                "medians": [asdict(row) for row in rows(group)],
                "rounds": {
                    name: [asdict(result) for result in results]
                    for name, results in group.results.items()
                },
            }
            for group in measured
        ],
    }
