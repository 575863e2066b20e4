"""Run the suite again and again: a test that fails only sometimes is a flake.

Each run starts the backends anew, on fresh databases. A line for each run, the
failures of each where they happen, and at the end how often which test failed.
"""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from rich.console import Console
from rich.text import Text

from fourways import repeated
from fourways.evidence.running import run_parts
from fourways.failures import Failures
from fourways.progress import progress_for
from fourways.repeated import Ran, Repetition
from fourways.show import USAGE, keep
from fourways.suite import Run, Wanted
from fourways.terminal import console, is_live

SILENT: Final = Console(quiet=True)


def run_repeatedly(parts: list[Wanted], times: int, *, record: bool = False) -> int:
    """Everything that `fourways test --times` does. Returns its exit status."""
    output = console()
    finished: list[Run] = []
    rows: list[Ran] = []
    for number in range(1, times + 1):
        finished.append(_run(parts))
        if finished[-1].status == pytest.ExitCode.USAGE_ERROR:
            return USAGE  # pytest has said why
        lines = "; ".join(finished[-1].closing_lines)
        output.print(f"Run {number} of {times}: {lines.strip('= ')}", soft_wrap=True)
        if not finished[-1].results.passed:
            output.print(Failures(finished[-1].results), crop=False)
            kept = keep(finished[-1], f"run-{number}.txt")
            output.print(f"pytest's whole output: {kept}", soft_wrap=True)
        if finished[-1].status == pytest.ExitCode.INTERRUPTED:
            break
        rows.append(row_of(finished[-1]))
    output.print(summary(finished))
    if record and rows:
        repeated.add(repetition_of(parts[0], rows, failures(finished[: len(rows)])))
        _write_page()
    return 0 if all(each.results.passed for each in finished) else 1


def summary(finished: list[Run]) -> Text:
    """In how many runs something failed, and which test how often."""
    passed = sum(each.results.passed for each in finished)
    text = Text(f"{passed} of {len(finished)} runs passed.")
    text.stylize("bold green" if passed == len(finished) else "bold red")
    for test, count in failures(finished).most_common():
        text.append(f"\n{count} of {len(finished)} times: {test}", "not bold")
    return text


def failures(finished: list[Run]) -> Counter[str]:
    """How often each test failed."""
    return Counter(check.test for each in finished for check in each.results.failures)


def row_of(run: Run) -> Ran:
    """What is kept of a run that has just ended."""
    results = run.results
    return Ran(
        tests=len(results.checks),
        seconds=round(results.seconds, 1),
        passed=results.passed,
        load_average=repeated.load_average(),
    )


def repetition_of(part: Wanted, rows: list[Ran], failed: Counter[str]) -> Repetition:
    """All that is kept of runs in a row, of the whole suite."""
    words = ["fourways", "test", *(Path(each).name for each in part.backends)]
    if part.databases != Wanted.databases:
        words += [f"--database {each}" for each in part.databases]
    return Repetition(
        command=" ".join([*words, f"--times {len(rows)}"]),
        date=datetime.now(UTC).date().isoformat(),
        cores=os.cpu_count() or 1,
        versions=repeated.versions(),
        runs=tuple(rows),
        failed=dict(failed.most_common()),
    )


def _write_page() -> None:
    # What mutants are made with takes long to import.
    from fourways.mutants.showing import write_page

    write_page()


def _run(parts: list[Wanted]) -> Run:
    output = console()
    # Lines about how far each run is would bury the lines about how they ended.
    return run_parts(parts, progress_for(output if is_live(output) else SILENT))
