"""Runs in a row: what failed is told where it happens, and how often at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contract_tests.support.contract import contract
from fourways import discovery, repeat, repeated
from fourways.cli import app
from fourways.repeated import Repetition
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


def test_what_came_out_is_kept_where_it_is_asked_for(
    runs: list[Run], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept: list[Repetition] = []
    monkeypatch.setattr(repeated, "add", kept.append)
    monkeypatch.setattr(repeat, "_write_page", lambda: None)
    runs += [run(Status.PASSED), run(Status.FAILED)]
    part = Wanted(backends=("flask", "/home/me/mine"), databases=("postgresql",))
    repeat.run_repeatedly([part], 2, record=True)
    [found] = kept
    assert found.command == "fourways test flask mine --database postgresql --times 2"
    assert [each.passed for each in found.runs] == [True, False]
    assert [*found.failed.values()] == [1]


def test_a_run_that_was_interrupted_is_not_kept(
    runs: list[Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Repetition] = []
    monkeypatch.setattr(repeated, "add", kept.append)
    monkeypatch.setattr(repeat, "_write_page", lambda: None)
    runs += [run(Status.PASSED), run(Status.FAILED, pytest.ExitCode.INTERRUPTED)]
    repeat.run_repeatedly([Wanted()], 50, record=True)
    [found] = kept
    assert found.command == "fourways test --times 1"
    assert found.failed == {}


@pytest.mark.parametrize("words", [[], ["--times", "2", "--concern", "auth"]])
def test_only_the_whole_suite_in_a_row_is_kept(words: list[str]) -> None:
    result = CliRunner().invoke(app, ["test", "--record", *words])
    assert result.exit_code == 2
    assert "--record is about --times N of the whole suite" in result.stderr


def test_a_report_is_about_one_run() -> None:
    result = CliRunner().invoke(app, ["test", "--times", "2", "--report", "x.html"])
    assert result.exit_code == 2
    assert "--report is about one run" in result.stderr


def run(status: Status, end: pytest.ExitCode = pytest.ExitCode.OK) -> Run:
    checks = [check(TEST, "flask-sqlite", status, "route-1")]
    results = Results(contract=contract(), columns=[], selected=[], checks=checks)
    lines = ["=== 1 of them ran ==="]
    return Run(results, output="pytest's words", closing_lines=lines, status=end)
