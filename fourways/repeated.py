"""Runs in a row as they are kept: docs/repeated.json, which docs/suite.md shows."""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from fourways.dependencies import installed_version
from fourways.discovery import REPOSITORY

FILE: Final = REPOSITORY / "docs" / "repeated.json"
FORMAT: Final = 1
"""Grows when the form of the file changes."""

HEAD: Final = """\
| Command | Measured on | With | Runs | Passed | Tests | Seconds | Load average |
|---|---|---|---:|---:|---:|---:|---:|
"""


@dataclass(frozen=True)
class Ran:
    """One run. `load_average` is that of its last minute, None where nobody knows."""

    tests: int
    seconds: float
    passed: bool
    load_average: float | None


@dataclass(frozen=True)
class Repetition:
    """Runs in a row of one command. `date` is ISO 8601; `failed` counts by test."""

    command: str
    date: str
    cores: int
    versions: Mapping[str, str]
    runs: tuple[Ran, ...]
    failed: Mapping[str, int]


def load_average() -> float | None:
    """How many processes wanted to run, on average, in the last minute."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def versions() -> dict[str, str]:
    """Of what runs the suite."""
    return {
        "Python": platform.python_version(),
        "pytest": installed_version("pytest") or "not installed",
    }


def read(file: Path = FILE) -> list[Repetition]:
    """All that are kept, in the order in which they were made."""
    if not file.exists():
        return []
    document = json.loads(file.read_text(encoding="utf-8"))
    return [
        Repetition(**{**each, "runs": tuple(Ran(**ran) for ran in each["runs"])})
        for each in document["repetitions"]
    ]


def add(repetition: Repetition, file: Path = FILE) -> None:
    """Keep one more; who no longer wants an earlier one deletes it in the file."""
    kept = [asdict(each) for each in [*read(file), repetition]]
    document = {
        "format": FORMAT,
        "made_by": "fourways test --times N --record",
        "repetitions": kept,
    }
    text = json.dumps(document, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def table(repetitions: Sequence[Repetition]) -> str:
    """A row for each, in Markdown, and what failed."""
    if not repetitions:
        return "Nothing is kept yet.\n"
    rows = "".join(_row(each) for each in repetitions)
    failed = "".join(
        f"\n{count} of {len(each.runs)} times failed: `{test}`\n"
        for each in repetitions
        for test, count in each.failed.items()
    )
    return HEAD + rows + failed


def _row(each: Repetition) -> str:
    cells = [
        f"`{each.command}`",
        f"{each.date}, {each.cores} cores",
        ", ".join(f"{name} {version}" for name, version in each.versions.items()),
        str(len(each.runs)),
        str(sum(ran.passed for ran in each.runs)),
        _span(ran.tests for ran in each.runs),
        _span(round(ran.seconds) for ran in each.runs),
        _span(x for ran in each.runs if (x := ran.load_average) is not None) or "-",
    ]
    return f"| {' | '.join(cells)} |\n"


def _span(numbers: Iterable[float]) -> str:
    """From the least to the greatest, empty for none."""
    found = sorted(numbers)
    ends = dict.fromkeys(f"{each:,}" for each in (found[:1] + found[-1:]))
    return " to ".join(ends)
