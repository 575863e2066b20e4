"""Runs in a row: what failed is told where it happens, and how often at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contract_tests.support.contract import contract
from fourways import discovery, repeat
from fourways.cli import app
from fourways.results import Results, Status
from fourways.suite import Run, Wanted
from fourways.tests.samples import check

TEST = "test_x"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Run]:
    """What the runs will find, in this order."""
    found: list[Run] = []
    following: Iterator[Run] = (run for run in found)
    monkeypatch.setattr(repeat, "run_parts", lambda *_: next(following))
    monkeypatch.setattr(discovery, "REPOSITORY", tmp_path)
    return found


def test_all_passed_is_said_and_the_status_is_0(
    runs: list[Run], capsys: pytest.CaptureFixture[str]
) -> None:
    runs += [run(Status.PASSED), run(Status.PASSED)]
    assert repeat.run_repeatedly([Wanted()], 2) == 0
    output = capsys.readouterr().out
    assert "Run 2 of 2: 1 of them ran" in output
    assert "2 of 2 runs passed." in output


def test_a_test_that_fails_once_is_named_with_how_often(
    runs: list[Run], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    runs += [run(Status.PASSED), run(Status.FAILED), run(Status.PASSED)]
    assert repeat.run_repeatedly([Wanted()], 3) == 1
    output = capsys.readouterr().out
    assert "2 of 3 runs passed." in output
    assert f"1 of 3 times: {run(Status.FAILED).results.failures[0].test}" in output
    assert (tmp_path / "reports" / "run-2.txt").read_text("utf-8") == "pytest's words"


def test_ctrl_c_ends_all_runs(runs: list[Run]) -> None:
    runs += [run(Status.PASSED, pytest.ExitCode.INTERRUPTED)]
    repeat.run_repeatedly([Wanted()], 50)  # a second run would find nothing here


def test_a_report_is_about_one_run() -> None:
    result = CliRunner().invoke(app, ["test", "--times", "2", "--report", "x.html"])
    assert result.exit_code == 2
    assert "--report is about one run" in result.stderr


def run(status: Status, end: pytest.ExitCode = pytest.ExitCode.OK) -> Run:
    checks = [check(TEST, "flask-sqlite", status, "route-1")]
    results = Results(contract=contract(), columns=[], selected=[], checks=checks)
    lines = ["=== 1 of them ran ==="]
    return Run(results, output="pytest's words", closing_lines=lines, status=end)
