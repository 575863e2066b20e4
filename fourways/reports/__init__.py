"""What a run found, as files: HTML for people, JSON and JUnit for programs.

None of them holds a password or a token: see `secrets`.
"""

from collections.abc import Callable
from pathlib import Path

from fourways.output_file import check_writable
from fourways.reports import html, json_report, junit
from fourways.suite import Run
from fourways.terminal import Mistake

WRITERS: dict[str, Callable[[Run, Path], None]] = {
    ".html": html.write,
    ".json": json_report.write,
    ".xml": junit.write,
}


def check_path(path: Path) -> None:
    """Raise Mistake unless a report can be written there. Before the run, not after."""
    if path.suffix.lower() not in WRITERS:
        raise Mistake(
            f"--report {path}: the name must end in {', '.join(WRITERS)}: "
            "a page to read, data, or JUnit's format"
        )
    check_writable("--report", path)


def write(run: Run, path: Path) -> None:
    """Write the report that the file's ending asks for."""
    WRITERS[path.suffix.lower()](run, path)
