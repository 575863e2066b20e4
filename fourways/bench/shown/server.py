"""The server floor: each server beside ours, and the goals."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fourways.bench.plot import Bars
from fourways.bench.sheet import Sheet

SCRATCH: Final = "scratch"
# How many times as many requests per second ours is meant to answer.
GOALS: Final = {
    "gunicorn gthread": 4.0,
    "cheroot": 4.0,
    "waitress": 3.0,
    "uvicorn h11": 2.0,
    "granian": 0.5,
}


def sheets(result: Mapping[str, Any]) -> Sequence[Sheet]:
    """A table for each group of servers with the same processes and threads."""
    columns = (
        *("server", "requests/s", "p50 ms", "p99 ms", "errors"),
        *("scratch is", "goal", "reached"),
    )
    return [
        Sheet(
            group["title"],
            columns,
            [_row(row, _goal(row, group, result)) for row in group["medians"]],
            strong=SCRATCH,
        )
        for group in result["groups"]
    ]


def _row(row: Mapping[str, Any], goal: float | None) -> Sequence[str]:
    ours = row["scratch_times"]
    return (
        row["name"],
        f"{row['requests_per_second']:,.0f}",
        f"{row['p50']:.2f}",
        f"{row['p99']:.2f}",
        str(row["errors"] or "-"),
        f"{ours:.2f} x",
        f"{goal:g} x" if goal else "",
        ("yes" if ours >= goal else "no") if goal else "",
    )


def _goal(
    row: Mapping[str, Any], group: Mapping[str, Any], result: Mapping[str, Any]
) -> float | None:
    return None if _is_held_up(row, group, result) else GOALS.get(row["name"])


def _is_held_up(
    row: Mapping[str, Any], group: Mapping[str, Any], result: Mapping[str, Any]
) -> bool:
    """Whether it waits for acknowledgements, as docs/performance.md explains."""
    several = group["processes"] > 1
    kept: bool = result["load"]["keep_alive"]
    return several and kept and row["name"].startswith("uvicorn")


def plots(result: Mapping[str, Any]) -> Mapping[str, Bars]:
    """How many times as many requests ours answers, on a logarithmic scale."""
    rows = [
        (f"{row['name']}, {_short(group)}", row["scratch_times"])
        for group in result["groups"]
        for row in group["medians"]
        if row["name"] != SCRATCH and not _is_held_up(row, group, result)
    ]
    rows.sort(key=lambda row: row[1])
    how = "keep-alive" if result["load"]["keep_alive"] else "a connection each"
    return {
        "": Bars(
            f"scratch_api.server answers so many times as many requests ({how})",
            [name for name, _ in rows],
            [("", [times for _, times in rows])],
            lambda value: f"{value:.2f} x",
        )
    }


def _short(group: Mapping[str, Any]) -> str:
    processes = group["processes"]
    return f"{processes} process{'es' if processes > 1 else ''}"


def verdicts(result: Mapping[str, Any]) -> Sequence[str]:
    """Which goals are reached, and which are not."""
    reached: list[str] = []
    missed: list[str] = []
    for group in result["groups"]:
        for row in group["medians"]:
            if goal := _goal(row, group, result):
                where = f"{row['name']} with {_short(group)}"
                line = f"{where} ({row['scratch_times']:.2f}, goal {goal:g})"
                (reached if row["scratch_times"] >= goal else missed).append(line)
    sentences = []
    if reached:
        sentences.append(f"Reached: {', '.join(reached)}.")
    if missed:
        sentences.append(f"Not reached: {', '.join(missed)}.")
    return sentences
