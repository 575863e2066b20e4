"""Results are kept, taken up again, and forgotten when the code has changed."""

from pathlib import Path

from fourways.mutants.session import Session
from fourways.mutants.tests.samples import SURVIVED, killed_by, mutant
from fourways.mutants.trial import Outcome


def test_another_run_knows_what_came_out(tmp_path: Path) -> None:
    Session("scratch", tmp_path).add(mutant("a"), killed_by("test_x"), "sqlite", 1.26)
    found = Session("scratch", tmp_path).of(mutant("a"))
    assert found is not None
    assert (found.outcome, found.killer) == (Outcome.KILLED, "test_x")
    assert (found.database, found.seconds) == ("sqlite", 1.3)
    assert Session("flask", tmp_path).of(mutant("a")) is None


def test_the_last_result_about_a_mutant_counts(tmp_path: Path) -> None:
    session = Session("scratch", tmp_path)
    session.add(mutant("a"), SURVIVED, "sqlite", 1)
    session.add(mutant("a"), killed_by("test_x"), "sqlite", 1)
    found = Session("scratch", tmp_path).among([mutant("a"), mutant("b")])
    assert {name: each.outcome for name, each in found.items()} == {"a": Outcome.KILLED}


def test_a_result_about_other_code_is_not_heeded(tmp_path: Path) -> None:
    session = Session("scratch", tmp_path)
    session.add(mutant("a", code="x = 2\n"), SURVIVED, "sqlite", 1)
    assert session.of(mutant("a", code="y = 3\nx = 2\n")) is None


def test_the_unchanged_code_is_no_mutant(tmp_path: Path) -> None:
    Session("scratch", tmp_path).add(None, SURVIVED, "sqlite", 1)
    session = Session("scratch", tmp_path)
    assert (len(session.results), len(session.controls)) == (0, 1)


def test_tests_that_noticed_changes_nearby_come_first(tmp_path: Path) -> None:
    session = Session("scratch", tmp_path)
    for name, line, test in (("a", 50, "far"), ("b", 12, "near"), ("c", 51, "far")):
        session.add(mutant(name, line), killed_by(test), "sqlite", 1)
    assert session.killers(mutant("d", 10)) == ["near", "far"]
    assert session.killers(mutant("d", 10), most=1) in (["far"], ["near"])
