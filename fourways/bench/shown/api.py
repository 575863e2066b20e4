"""Each backend beside its quickstart version, and the part of the bare SQL."""

import math
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any, Final

from fourways.bench.api import FINISHED, QUICKSTART
from fourways.bench.plot import Bars
from fourways.bench.sheet import Sheet
from fourways.bench.turns import median_ratio

NONE: Final = ""
GOAL: Final = 0.8
"""How many times as many requests as quickstart the finished one is to answer."""
DATABASES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def sheets(result: Mapping[str, Any]) -> Sequence[Sheet]:
    """Under load beside the quickstart version; alone beside the bare SQL."""
    found = [_loaded(result)]
    if rows := list(_alone_rows(result)):
        columns = (
            *("backend", "operation", "a request ms", "its SQL ms", "SQL is"),
            *("statements", "quickstart: ms", "SQL is", "statements"),
        )
        found.append(
            Sheet("One request at a time, and its bare SQL", columns, rows, named=2)
        )
    return found


def _loaded(result: Mapping[str, Any]) -> Sheet:
    columns = (
        *("backend", "operation", "requests/s", "p50 ms", "p99 ms"),
        *("quickstart", "ratio", "errors"),
    )
    rows = []
    for backend in result["backends"]:
        for operation, found in result["operations"].items():
            whos = found[backend["name"]]
            ours = whos[FINISHED]["loaded"]
            rows.append(
                (
                    backend["title"],
                    operation,
                    f"{_median(ours, 'requests_per_second'):,.0f}",
                    f"{_median(ours, 'p50'):.1f}",
                    f"{_median(ours, 'p99'):.1f}",
                    *_beside(whos),
                    _errors(whos) or "-",
                )
            )
    clients = result["load"]["connections"]
    return Sheet(f"{clients} clients at a time", columns, rows, named=2)


def _beside(whos: Mapping[str, Any]) -> Sequence[str]:
    if QUICKSTART not in whos:
        return NONE, NONE
    theirs = whos[QUICKSTART]["loaded"]
    return f"{_median(theirs, 'requests_per_second'):,.0f}", f"{ratio(whos):.2f}"


def ratio(whos: Mapping[str, Any]) -> float:
    """Requests per second, finished to quickstart, the median of the rounds' ratios."""
    rates = [
        [each["requests_per_second"] for each in whos[who]["loaded"]]
        for who in (FINISHED, QUICKSTART)
    ]
    return median_ratio(*rates)


def _errors(whos: Mapping[str, Any]) -> str:
    """Answers of both that were no success, with whose they are."""
    counts = {
        who: sum(each["errors"] for each in rounds["loaded"])
        for who, rounds in whos.items()
    }
    return ", ".join(f"{count:g} {who}" for who, count in counts.items() if count)


def _alone_rows(result: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for backend in result["backends"]:
        for operation, found in result["operations"].items():
            whos = found[backend["name"]]
            if "sql" in whos[FINISHED]:
                ours = whos[FINISHED]
                yield (
                    backend["title"],
                    operation,
                    f"{_median(ours['alone'], 'p50'):.2f}",
                    f"{_median(ours['sql'], 'ms'):.2f}",
                    percent(share(ours)),
                    str(ours["statements"]),
                    *_quickstart_alone(whos),
                )


def _quickstart_alone(whos: Mapping[str, Any]) -> Sequence[str]:
    theirs = whos.get(QUICKSTART)
    if theirs is None:
        return NONE, NONE, NONE
    milliseconds = _median(theirs["alone"], "p50")
    return f"{milliseconds:.2f}", percent(share(theirs)), str(theirs["statements"])


def share(found: Mapping[str, Any]) -> float:
    """Which part of a request's time its bare SQL takes; the median of the rounds."""
    rounds = zip(found["sql"], found["alone"], strict=True)
    # On a very busy machine a round may pass without an answer.
    parts = [sql["ms"] / alone["p50"] for sql, alone in rounds if alone["p50"]]
    return median(parts) if parts else math.nan


def percent(part: float) -> str:
    """A part of 1, with a digit more where it is small."""
    return f"{part:.0%}" if part >= 0.1 else f"{part:.1%}"


def _median(rounds: Sequence[Mapping[str, float]], name: str) -> float:
    return median(each[name] for each in rounds)


def plots(result: Mapping[str, Any]) -> Mapping[str, Bars]:
    """Requests per second, a plot for each operation."""
    found = {}
    titles = [backend["title"] for backend in result["backends"]]
    for operation, by_name in result["operations"].items():
        series = []
        for who in (FINISHED, QUICKSTART):
            values = [
                _median(by_name[backend["name"]][who]["loaded"], "requests_per_second")
                if who in by_name[backend["name"]]
                else None
                for backend in result["backends"]
            ]
            series.append((who, values))
        found[_file_name(operation)] = Bars(
            f"Requests per second on {DATABASES[result['database']]}: {operation}",
            titles,
            series,
            lambda value: f"{value:,.0f}",
        )
    return found


def _file_name(operation: str) -> str:
    return operation.replace(",", "").replace(" ", "-")


def verdicts(result: Mapping[str, Any]) -> Sequence[str]:
    """How it was measured, and where the finished backend is the slower one."""
    servers = ", ".join(
        f"{each['title']}: {each['server']}" for each in result["backends"]
    )
    return [
        f"{result['rounds']} rounds of {result['load']['seconds']} s on "
        f"{DATABASES[result['database']]}, one process of each server ({servers}), "
        "all in turn.",
        *_goal(result),
    ]


def _goal(result: Mapping[str, Any]) -> Iterator[str]:
    """Finished to quickstart: the range, and what is below the goal."""
    ratios = {
        f"{backend['title']}: {operation}": ratio(found[backend["name"]])
        for operation, found in result["operations"].items()
        for backend in result["backends"]
        if QUICKSTART in found[backend["name"]]
    }
    if not ratios:
        return
    least, most = min(ratios.values()), max(ratios.values())
    below = [f"{name} ({times:.2f})" for name, times in ratios.items() if times < GOAL]
    yield (
        f"Finished to quickstart, in requests per second: {least:.2f} to {most:.2f}. "
        f"Below the goal of {GOAL:g}: {', '.join(below) or 'none'}."
    )
