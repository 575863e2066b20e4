"""What is said while a run goes on."""

import io

import pytest
from rich.console import Console

from fourways.progress import (
    PLAIN_FAILURES,
    LiveProgress,
    PlainProgress,
    progress_for,
)
from fourways.results import Status
from fourways.tests.samples import COLUMNS, check


def terminal(**options: bool) -> Console:
    """A console that writes to memory, as a terminal does unless told otherwise."""
    arguments = {"force_terminal": True, **options}
    return Console(file=io.StringIO(), width=80, **arguments)  # type: ignore[arg-type]


def written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


def test_bars_are_for_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(progress_for(terminal()), LiveProgress)
    assert isinstance(progress_for(terminal(no_color=True)), PlainProgress)
    assert isinstance(progress_for(terminal(force_terminal=False)), PlainProgress)
    monkeypatch.setenv("CI", "true")
    assert isinstance(progress_for(terminal()), PlainProgress)


def test_each_target_has_a_bar_with_its_numbers() -> None:
    console = terminal()
    progress = LiveProgress(console)
    progress.start(COLUMNS)
    assert "starting" in written(console)
    progress.expect({"flask-sqlite": 2, "scratch-sqlite": 2, "": 1})
    progress.checked(check("test_a", "flask-sqlite", Status.PASSED))
    progress.checked(check("test_b", "flask-sqlite", Status.FAILED))
    progress.checked(check("test_c", "", Status.PASSED))
    progress.stop()
    progress.stop()
    assert "1 of 2 passed" in written(console)
    assert "1 failed" in written(console)


def test_plain_lines_tell_how_far_the_run_is() -> None:
    console = terminal(force_terminal=False)
    progress = PlainProgress(console)
    for _ in range(2):  # two parts
        progress.start(COLUMNS)
        progress.expect({"flask-sqlite": 120})
        progress.expect({"flask-sqlite": 120})  # the second worker says the same
        for _ in range(120):
            progress.checked(check("test_a", "flask-sqlite", Status.PASSED))
    lines = written(console).splitlines()
    assert lines[:5] == [
        "Starting scratch-sqlite, flask-sqlite",
        "Running 120 tests",
        "  50 of 120, 0 failed",
        "  100 of 120, 0 failed",
        "  120 of 120, 0 failed",
    ]
    assert lines[5:] == lines[:5]


def test_plain_lines_name_the_first_failures() -> None:
    console = terminal(force_terminal=False)
    progress = PlainProgress(console)
    progress.start(COLUMNS)
    progress.expect({"flask-sqlite": 200})
    for number in range(PLAIN_FAILURES + 10):
        progress.checked(check(f"test_{number}", "flask-sqlite", Status.FAILED))
    text = written(console)
    assert text.count("FAILED") == PLAIN_FAILURES
    assert "test_routing.py::test_0[flask-sqlite]" in text
