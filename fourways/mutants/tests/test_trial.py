"""Real mutants of a real backend, judged by a few tests of the suite."""

from dataclasses import replace

import pytest

from fourways.discovery import find
from fourways.mutants.slot import Slot
from fourways.mutants.trial import Outcome, Trial

HEALTH = "scratch_api/health.py"
SECONDS = 120.0


@pytest.fixture(scope="module")
def slot(tmp_path_factory: pytest.TempPathFactory) -> Slot:
    """A copy of the backend."""
    return Slot(find("scratch"), tmp_path_factory.mktemp("mutants"))


@pytest.fixture
def trial(slot: Slot) -> Trial:
    """Of the copy, by the tests of /health that need no server of their own."""
    return Trial(
        folder=slot.copy,
        database="sqlite",
        output=slot.folder / "pytest.txt",
        seconds=SECONDS,
        keyword="test_starts or test_health_is_ok",
    )


def changed(slot: Slot, before: str, after: str) -> dict[str, str]:
    """health.py with a change."""
    code = (slot.folder / HEALTH).read_text(encoding="utf-8")
    assert before in code
    return {HEALTH: code.replace(before, after)}


def test_a_change_that_a_client_can_tell_is_killed_by_a_test(
    slot: Slot, trial: Trial
) -> None:
    with slot.changed(changed(slot, '"ok"', '"okay"')):
        verdict = trial.run()
    assert verdict.outcome is Outcome.KILLED
    assert verdict.killer.startswith("test_operations.py::test_health_is_ok")


def test_afterwards_the_copy_is_as_it_was_and_passes(slot: Slot, trial: Trial) -> None:
    original = (slot.folder / HEALTH).read_text(encoding="utf-8")
    with slot.changed(changed(slot, '"ok"', '"okay"')):
        pass
    assert (slot.folder / HEALTH).read_text(encoding="utf-8") == original
    assert trial.run().outcome is Outcome.SURVIVED


def test_what_a_trial_made_is_gone_at_the_next_one(slot: Slot) -> None:
    with slot.changed({}):
        (slot.copy / ".secret_key").write_text("made at the first start")
    assert not (slot.copy / ".secret_key").exists()
    assert (slot.folder / HEALTH).exists()


def test_a_server_that_does_not_start_is_counted_apart(
    slot: Slot, trial: Trial
) -> None:
    with slot.changed(changed(slot, "import sys", "import no_such_module")):
        assert trial.run().outcome is Outcome.NOT_STARTED


def test_a_mutant_that_takes_too_long_is_ended(slot: Slot, trial: Trial) -> None:
    assert replace(trial, seconds=0.01).run().outcome is Outcome.TIME_LIMIT
