"""Run the suite again and again: a test that fails only sometimes is a flake.

Each run starts the backends anew, on fresh databases. A line for each run, the
failures of each where they happen, and at the end how often which test failed.
"""

from collections import Counter
from typing import Final

import pytest
from rich.console import Console
from rich.text import Text

from fourways.evidence.running import run_parts
from fourways.failures import Failures
from fourways.progress import progress_for
from fourways.show import USAGE, keep
from fourways.suite import Run, Wanted
from fourways.terminal import console, is_live

SILENT: Final = Console(quiet=True)


def run_repeatedly(parts: list[Wanted], times: int) -> int:
    """Everything that `fourways test --times` does. Returns its exit status."""
    output = console()
    finished: list[Run] = []
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
    output.print(summary(finished))
    return 0 if all(each.results.passed for each in finished) else 1


def summary(finished: list[Run]) -> Text:
    """In how many runs something failed, and which test how often."""
    passed = sum(each.results.passed for each in finished)
    text = Text(f"{passed} of {len(finished)} runs passed.")
    text.stylize("bold green" if passed == len(finished) else "bold red")
    failed = Counter(check.test for each in finished for check in each.results.failures)
    for test, count in failed.most_common():
        text.append(f"\n{count} of {len(finished)} times: {test}", "not bold")
    return text


def _run(parts: list[Wanted]) -> Run:
    output = console()
    # Lines about how far each run is would bury the lines about how they ended.
    return run_parts(parts, progress_for(output if is_live(output) else SILENT))
