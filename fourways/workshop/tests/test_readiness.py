"""Stage 0: both of its checks can fail."""

from pathlib import Path

import pytest

from fourways.workshop import programs
from fourways.workshop.checks import ready
from fourways.workshop.stages import stage
from fourways.workshop.tests.programs_on_disk import lab_of, outcome

GREEN, RED = stage(0).checks


def test_a_suite_that_is_not_green_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "SUITE", ("test", "nothing"))
    with lab_of({}, stage(0), "django", tmp_path) as lab:
        failure = outcome(lab, GREEN)
    assert failure.wrong == "`fourways test nothing` ended with status 2."
    assert 'there is no backend "nothing"' in failure.printed


def test_a_starter_that_answers_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "starter", programs.solution)
    with lab_of({}, stage(0), "django", tmp_path) as lab:
        assert "answers, and should not" in outcome(lab, RED).wrong
