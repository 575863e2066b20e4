"""A normal client, alone and among clients that say nothing."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fourways.bench.plot import Bars
from fourways.bench.sheet import Sheet

GOAL: Final = 2.0


def sheets(result: Mapping[str, Any]) -> Sequence[Sheet]:
    """One table, a row for each server."""
    columns = ("server", "p99 alone", "p99 in the crowd", "ratio")
    rows = []
    for name, row in result["servers"].items():
        crowded, alone = row["crowded_ms"], row["alone_ms"]
        ratio = f"{crowded / alone:.2f}" if crowded is not None else "-"
        rows.append((name, _ms(alone), _ms(crowded), ratio))
    return [Sheet("", columns, rows, strong="scratch")]


def _ms(milliseconds: float | None) -> str:
    return "no answer" if milliseconds is None else f"{milliseconds:.2f} ms"


def plots(_result: Mapping[str, Any]) -> Mapping[str, Bars]:
    """One figure is no picture."""
    return {}


def verdicts(result: Mapping[str, Any]) -> Sequence[str]:
    """Whether the crowd makes the normal client wait at most twice as long."""
    found = [
        f"The crowd: {result['half_sent']} half-sent requests, {result['idle']:,} idle "
        f"connections. Medians of {result['rounds']} rounds of "
        f"{result['requests']:,} requests, alone and crowded in turn."
    ]
    row = result["servers"].get("scratch")
    if row and row["crowded_ms"] is not None:
        word = (
            "reached" if row["crowded_ms"] <= GOAL * row["alone_ms"] else "not reached"
        )
        found.append(f"The goal, a ratio of at most {GOAL:g}, is {word}.")
    return found
