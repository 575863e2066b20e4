"""A line goes out of a copy, the copy is a backend, and results become ablations."""

from pathlib import Path

import pytest

from contract_tests.support.contract import contract
from fourways import manifest
from fourways.compare.concerns import Cell, Concern
from fourways.compare.symbols import Snippet
from fourways.discovery import REPOSITORY
from fourways.evidence import ablation
from fourways.evidence.ablation import Removal, copy_without, removals
from fourways.evidence.recorded import EvidenceError
from fourways.results import Check, Results, Status

LINE = "redirect_slashes=False,"


@pytest.fixture
def removal() -> Removal:
    """A line of the FastAPI backend."""
    cell = Cell("opt in", "W.", removed=f"fastapi_api/main.py: {LINE}")
    concern = Concern("routing", "T", "Q?", 1, "", {"fastapi": cell})
    [found] = removals([concern])
    return found


def test_a_copy_is_a_backend_without_the_line(tmp_path: Path, removal: Removal) -> None:
    copy = copy_without(removal, tmp_path)
    backend = manifest.load(copy)
    assert backend.name == "fastapi-without-routing"
    assert backend.directory == copy.parent
    original = (REPOSITORY / "fastapi_api" / "main.py").read_text(encoding="utf-8")
    left = (copy / "main.py").read_text(encoding="utf-8")
    assert LINE not in left
    assert len(left.splitlines()) == len(original.splitlines()) - 1
    assert not (copy / "tests").exists()


def test_the_rules_of_the_concern_are_tested_and_those_beyond() -> None:
    removed = f"fastapi_api/main.py: {LINE}"
    cell = Cell("opt in", "W.", removed=removed, beyond=("error-1",))
    [found] = removals([Concern("routing", "T", "Q?", 1, "", {"fastapi": cell})])
    routing = [rule.id for rule in contract().of_concern("routing")]
    assert found.rules == (*routing, "error-1")


@pytest.mark.parametrize("started", [True, False])
def test_what_failed_is_red(removal: Removal, started: bool) -> None:
    column = "fastapi-without-routing-sqlite"
    checks = [
        Check("a", column, ("route-8",), Status.FAILED),
        Check("b", column, ("route-1",), Status.PASSED),
    ]
    results = Results(contract=contract(), columns=[], selected=[], checks=checks)
    if not started:
        results.checks = []
        results.problems = [f"{column} did not start: no module"]
    found = ablation._ablation(removal, results, column)
    assert found.did_not_start is not started
    assert found.red == (("route-8",) if started else removal.rules)
    assert set(found.red) | set(found.green) == set(removal.rules)
    assert (found.text.strip(), found.left) == (LINE, "")


def test_a_file_outside_the_copy_is_an_error(tmp_path: Path, removal: Removal) -> None:
    piece = Snippet("x", "flask_api/app.py", 1, 1, "x")
    wrong = Removal(removal.concern, "fastapi", piece, removal.rules)
    with pytest.raises(EvidenceError, match=r"flask_api/app\.py is not in fastapi_api"):
        copy_without(wrong, tmp_path)
