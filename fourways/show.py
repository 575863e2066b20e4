"""Run the suite and show it all: progress, matrix, failures, where reports are."""

import tempfile
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text

from fourways import discovery, reports, watchdog
from fourways.failures import Failures
from fourways.matrix import Matrix
from fourways.progress import progress_for
from fourways.results import Results
from fourways.suite import Run, Wanted, run
from fourways.terminal import console, has_width

USAGE = 2


def run_and_show(parts: list[Wanted], report_files: list[Path]) -> int:
    """Everything that `fourways test` does. Returns its exit status."""
    output = console()
    progress = progress_for(output)
    with tempfile.TemporaryDirectory(prefix="fourways-") as folder:
        watchdog.watch_folder(folder)
        try:
            finished = run(parts, progress, Path(folder))
        finally:
            progress.stop()
        if finished.status == pytest.ExitCode.USAGE_ERROR:
            return USAGE  # pytest has said why
        for file in report_files:
            reports.write(finished, file)
    show(finished, output)
    for file in report_files:
        output.print(f"Report: {file}", soft_wrap=True)
    if not finished.results.passed:
        output.print(f"pytest's whole output: {keep(finished)}", soft_wrap=True)
    for line in finished.closing_lines:
        output.print(line, soft_wrap=True)
    return 0 if finished.results.passed else 1


def show(finished: Run, output: Console) -> None:
    """Print what was found."""
    results = finished.results
    if results.columns and results.selected:
        output.print()
        output.print(Matrix(results, output, whole=not has_width(output)), crop=False)
    for reason, places in results.known_limits.items():
        output.print(Text(f"{reason} ({'; '.join(places)})", "yellow"))
    for name, reason in results.left_out:
        output.print(Text(f"{name} was left out: {reason}", "yellow"))
    output.print()
    # Not cropped: commands stay whole, to be copied, in a narrow terminal too.
    output.print(Failures(results), crop=False)
    if results.passed:
        output.print(Text("Everything that was asked for holds.", "bold green"))
    else:
        output.print(
            Text(f"Not everything holds: {what_is_wrong(results)}.", "bold red")
        )


def what_is_wrong(results: Results) -> str:
    """How many tests failed, and how much else there is."""
    counts = {
        "{} test{s} failed": len(results.failures),
        "{} other problem{s}": len(results.problems),
    }
    found = [
        text.format(count, s="" if count == 1 else "s")
        for text, count in counts.items()
        if count
    ]
    return ", ".join(found) or "nothing was tested"


def keep(finished: Run, name: str = "last-run.txt") -> Path:
    """Write pytest's output where it can be read later; returns the file."""
    folder = discovery.REPOSITORY / "reports"
    try:
        folder.mkdir(exist_ok=True)
        file = folder / name
        file.write_text(finished.output, encoding="utf-8", errors="backslashreplace")
    except OSError:  # installed where this user must not write
        folder = Path(tempfile.mkdtemp(prefix="fourways-"))
        file = folder / name
        file.write_text(finished.output, encoding="utf-8", errors="backslashreplace")
    return file
