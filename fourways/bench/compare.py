"""The server floor: each server on the same application, all in turn.

Only ratios between servers of one group mean something.
"""

from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from statistics import median
from typing import Any

from .contenders import CONTENDERS, SCRATCH, Contender, running
from .load import Generator, Load, Result, Target
from .turns import Tell, in_turn, median_ratio


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


def measure(
    group: Group, generator: Generator, load: Load, rounds: int, tell: Tell
) -> None:
    """Start the group's servers and put load on each in turn. Raises LoadError."""
    with ExitStack() as stack:
        targets = {}
        for contender in group.contenders:
            context = running(contender, group.processes, group.threads)
            port = stack.enter_context(context)
            targets[contender.name] = Target(f"http://127.0.0.1:{port}")
        for target in targets.values():  # nobody is measured cold
            generator.run(target, replace(load, seconds=1))
        tasks = {
            name: partial(generator.run, target, load)
            for name, target in targets.items()
        }
        group.results = in_turn(
            tasks, rounds, lambda line: tell(f"{group.title}: {line}")
        )


def rows(group: Group) -> list[Row]:
    """Return the medians, fastest first."""
    ours = group.results[SCRATCH]
    found = []
    for name, results in group.results.items():
        rates = [
            [result.requests_per_second for result in each] for each in (ours, results)
        ]
        found.append(
            Row(
                name,
                median(result.requests_per_second for result in results),
                median(result.p50 for result in results),
                median(result.p99 for result in results),
                sum(result.errors for result in results),
                median_ratio(*rates),
            )
        )
    return sorted(found, key=lambda row: -row.requests_per_second)


def as_json(measured: list[Group], load: Load, rounds: int) -> dict[str, Any]:
    """Everything that was measured, as it is recorded."""
    return {
        "load": asdict(load),
        "rounds": rounds,
        "groups": [
            {
                "title": group.title,
                "processes": group.processes,
                "threads": group.threads,
                "medians": [asdict(row) for row in rows(group)],
                "rounds": {
                    name: [asdict(result) for result in results]
                    for name, results in group.results.items()
                },
            }
            for group in measured
        ],
    }
