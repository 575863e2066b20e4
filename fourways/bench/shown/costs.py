"""Time to start, memory, distributions: each backend and its quickstart version."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, Final

from fourways.bench.api import FINISHED, QUICKSTART
from fourways.bench.plot import Bars
from fourways.bench.sheet import Sheet

MIB: Final = 2**20


def sheets(result: Mapping[str, Any]) -> Sequence[Sheet]:
    """One table: a row for each app, and one for Python that does nothing."""
    few = result["few_workers"]
    columns = (
        *("app", "ready after s", f"{few} workers MiB", "each further worker MiB"),
        *("distributions", "on disk MiB"),
    )
    python = result["python"]
    rows = [
        (
            "Python that does nothing, one process",
            f"{median(python['start_seconds']):.2f}",
            f"{python['memory'] / MIB:.0f}",
            *("", "", ""),
        )
    ]
    for found in result["backends"].values():
        for who in (FINISHED, QUICKSTART):
            if who in found:
                rows.append(_row(found, who, result))
    return [Sheet("", columns, rows)]


def _row(found: Mapping[str, Any], who: str, result: Mapping[str, Any]) -> Any:
    memory = found[who]["memory"]
    disk: Sequence[str] = ("", "")
    if who == FINISHED:
        disk = (str(len(found["distributions"])), f"{found['bytes'] / MIB:.0f}")
    return (
        found["title"] if who == FINISHED else f"{found['title']}, quickstart",
        f"{median(found[who]['start_seconds']):.2f}",
        f"{memory[str(result['few_workers'])] / MIB:.0f}",
        f"{_each_further(memory, result) / MIB:.0f}",
        *disk,
    )


def _each_further(memory: Mapping[str, int], result: Mapping[str, Any]) -> float:
    few, many = result["few_workers"], result["many_workers"]
    return float((memory[str(many)] - memory[str(few)]) / (many - few))


def plots(result: Mapping[str, Any]) -> Mapping[str, Bars]:
    """Time to start, and memory."""
    titles = [found["title"] for found in result["backends"].values()]
    few = result["few_workers"]

    def start(found: Mapping[str, Any]) -> float:
        return float(median(found["start_seconds"]))

    def memory(found: Mapping[str, Any]) -> float:
        return float(found["memory"][str(few)] / MIB)

    plots = {
        "start": ("Seconds until /health is answered", start, "{:.2f} s"),
        "memory": (
            f"Memory of {few} workers ({result['measure']})",
            memory,
            "{:.0f} MiB",
        ),
    }
    return {
        name: Bars(
            title,
            titles,
            [
                (
                    who,
                    [
                        figure(found[who]) if who in found else None
                        for found in result["backends"].values()
                    ],
                )
                for who in (FINISHED, QUICKSTART)
            ],
            form.format,
        )
        for name, (title, figure, form) in plots.items()
    }


def verdicts(result: Mapping[str, Any]) -> Sequence[str]:
    """What the figures mean."""
    return [
        f"Ready: the median of {result['rounds']} starts with one worker, in turn, "
        f"until GET /health is answered with 200. Memory is {result['measure']} of all "
        f"processes after a second of load, with {result['few_workers']} workers and "
        f"with {result['many_workers']}; what a process shares with others, also "
        "those of other work, counts in part. Distributions are those of the backend's "
        "extra, and all that they need; the quickstart version has the same."
    ]
