"""Each check has a wrong program that fails it, with the message that is promised."""

from pathlib import Path

import pytest

from fourways.workshop import programs
from fourways.workshop.checks import contract
from fourways.workshop.stages import Mistake, Stage, mistakes, stages
from fourways.workshop.tests.programs_on_disk import LONG, SHORT, lab_of, outcome

CASES = [(stage, mistake) for stage in stages() for mistake in mistakes(stage)]


@pytest.fixture(autouse=True)
def _one_rule_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last check runs the whole suite, which has its own place in CI."""
    monkeypatch.setattr(contract, "OPTIONS", ("--requirement", "operate-1"))


@pytest.mark.parametrize(
    ("stage", "mistake"),
    CASES,
    ids=[f"{stage.number:02}-{mistake.check}" for stage, mistake in CASES],
)
def test_a_wrong_program_is_told_what_is_wrong(
    stage: Stage, mistake: Mistake, tmp_path: Path
) -> None:
    half = mistake.variant or "django"
    files = programs.solution(stage, half)
    if mistake.file:
        assert files[mistake.file].count(mistake.old) >= 1
        files[mistake.file] = files[mistake.file].replace(mistake.old, mistake.new, 1)
    check = next(each for each in stage.checks if each.name == mistake.check)
    patience = SHORT if mistake.hangs else LONG
    with lab_of(
        files, stage, half, tmp_path, run=mistake.run, patience=patience
    ) as lab:
        assert mistake.says in outcome(lab, check).wrong
