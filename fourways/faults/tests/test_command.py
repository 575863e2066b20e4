"""The command as it is typed: mistakes, exit status, and one real run."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.faults import scenarios
from fourways.faults.outcome import NotRun
from fourways.faults.rig import Rig
from fourways.faults.scenario import Scenario, Seen


def faults(*arguments: str) -> tuple[int, str]:
    """Exit status and all that is written."""
    done = CliRunner().invoke(app, ["faults", *arguments], env={"COLUMNS": "200"})
    return done.exit_code, done.output


def test_a_scenario_that_is_not_there_is_a_mistake() -> None:
    status, output = faults("--only", "kill-workers")
    assert status == 2
    assert 'there is no scenario "kill-workers". Did you mean "kill-worker"?' in output
    assert "idle-connections" in output


def test_a_folder_that_is_not_there_is_told_before_anything_runs(
    tmp_path: Path,
) -> None:
    status, output = faults("--json", str(tmp_path / "nowhere" / "faults.json"))
    assert status == 2
    assert "the folder does not exist" in output


def test_a_backend_that_is_not_there_is_a_mistake() -> None:
    status, output = faults("flusk")
    assert status == 2
    assert 'Did you mean "flask"?' in output


@pytest.mark.parametrize(
    ("broken", "expected"), [(["it is lost"], 1), (None, 1), ([], 0)]
)
def test_the_exit_status_is_0_only_if_something_ran_and_nothing_failed(
    broken: list[str] | None, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(rig: Any) -> Seen:
        if broken is None:
            raise NotRun("there is no moon")
        return Seen(counts={"sent": 3}, broken=broken)

    scenario = Scenario("moon", "Takes the moon away.", ("The tide goes on.",), run)
    monkeypatch.setattr(scenarios, "SCENARIOS", (scenario,))
    monkeypatch.setattr(Rig, "__enter__", lambda rig: rig)
    status, output = faults("scratch", "flask", "--database", "sqlite")
    assert status == expected
    assert output.count("moon: Takes the moon away.") == 1
    assert "The tide goes on." in output
    for reason in broken or []:
        assert reason in output


@pytest.mark.parametrize(
    ("scenario", "counted", "number"),
    [("kill-worker", "workers killed", 3), ("kill-master", "masters killed", 2)],
)
def test_a_process_of_the_scratch_backend_is_killed(
    scenario: str, counted: str, number: int, tmp_path: Path
) -> None:
    file = tmp_path / "faults.json"
    status, output = faults(
        "scratch", "--database", "sqlite", "--only", scenario, "--json", str(file)
    )
    assert status == 0, output
    (result,) = json.loads(file.read_text())["results"]
    assert result["outcome"] in ("passed", "not run"), result
    if result["outcome"] == "passed":
        assert result["counts"]["acknowledged"] == result["counts"]["found again"] > 0
        assert result["counts"][counted] == number


def test_a_backend_that_forgets_writes_fails(tmp_path: Path) -> None:
    liar = str(Path(scenarios.__file__).parents[2] / "liars" / "forgets-writes")
    status, output = faults(
        "--backend", liar, "--database", "sqlite", "--only", "kill-server"
    )
    assert status == 1
    assert "lost:" in output
