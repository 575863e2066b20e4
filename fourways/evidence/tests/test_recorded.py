"""Evidence is written, read again, and what is there is about what is there."""

from pathlib import Path

import pytest

from contract_tests.support.contract import contract
from fourways.compare.concerns import concerns
from fourways.discovery import REPOSITORY
from fourways.evidence import changes, recorded
from fourways.evidence.ablation import removals
from fourways.evidence.backends import targets
from fourways.evidence.model import Outcome
from fourways.evidence.recorded import EvidenceError
from fourways.evidence.tests.samples import ABLATION, ABLATIONS, EXCHANGES, SUITE
from fourways.results import Status

READERS = {
    "suite.json": recorded.read_suite,
    "ablations.json": recorded.read_ablations,
    "exchanges.json": recorded.read_exchanges,
}


def test_what_was_written_is_read(tmp_path: Path) -> None:
    for document in (SUITE, ABLATIONS, EXCHANGES):
        file = recorded.write(document, tmp_path / "evidence")
        assert READERS[file.name](file.parent) == document
        assert file.read_text(encoding="utf-8").endswith("}\n")


def test_each_record_has_a_line(tmp_path: Path) -> None:
    text = recorded.write(SUITE, tmp_path).read_text(encoding="utf-8")
    assert '   "flask": {"status": "passed", "passed": 2, ' in text


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "is not there: run fourways evidence"),
        ("{", "cannot be used"),
        ("[]", "has another form"),
        ('{"format": 0}', "has another form"),
        ('{"format": 1}', "cannot be used .*KeyError"),
        (
            '{"format": 1, "versions": {}, "targets": [1], "ablations": [1],'
            ' "exchanges": {"route-1": {"flask": {}}}}',
            "cannot be used",
        ),
    ],
)
def test_a_wrong_file_is_named(
    tmp_path: Path, name: str, text: str | None, message: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(EvidenceError, match=f"{name} {message}"):
        READERS[name](tmp_path)


def test_a_suite_is_asked_by_backend() -> None:
    naked = SUITE.target("flask", naked=True)
    assert naked is not None
    assert naked.name == "naked-flask"
    assert SUITE.target("scratch", naked=True) is None
    assert SUITE.outcome("route-4", "naked-flask").failed == 1
    assert SUITE.outcome("route-99", "flask") == Outcome(Status.NOT_RUN)
    assert (SUITE.held("flask"), SUITE.held("naked-flask")) == (3, 1)


def test_a_cell_is_asked_by_its_names() -> None:
    assert ABLATIONS.of("routing", "flask") == ABLATION
    assert ABLATIONS.of("routing", "django") is None
    assert EXCHANGES.of("route-4", "flask") is not None
    assert EXCHANGES.of("route-4", "naked-flask") is None


# --------------------------------------------------------- what is recorded here


def test_the_recorded_suite_is_about_every_rule_and_target() -> None:
    suite = recorded.suite()
    assert suite.targets == targets()
    assert set(suite.outcomes) == set(contract().requirements)
    for rule, row in suite.outcomes.items():
        assert set(row) == {target.name for target in targets()}, rule


def test_the_finished_backends_keep_every_rule() -> None:
    suite = recorded.suite()
    for target in suite.targets:
        if not target.naked:
            assert suite.held(target.name) == len(contract().requirements), target.name


def test_every_line_that_is_named_was_taken_out() -> None:
    assert list(changes.of_claims(removals(), recorded.ablations())) == []


def test_what_is_mainly_opt_in_has_a_line_that_matters() -> None:
    for concern in concerns():
        for name, cell in concern.cells.items():
            if cell.automation == "opt in":
                removed = recorded.ablations().of(concern.name, name)
                assert removed is not None
                assert removed.red, (concern.name, name)


def test_what_is_a_default_passes_tests_in_the_tutorials_app() -> None:
    suite = recorded.suite()
    for concern in concerns():
        rules = contract().of_concern(concern.name)
        for name, cell in concern.cells.items():
            naked = suite.target(name, naked=True)
            if "default" in cell.parts and naked and rules:
                passed = sum(suite.outcome(x.id, naked.name).passed for x in rules)
                assert passed, f"{concern.name}: {name}"


def test_nearly_every_rule_has_an_exchange_of_each_finished_backend() -> None:
    exchanges = recorded.exchanges()
    without = set(contract().requirements) - set(exchanges.exchanges)
    # What starts, migrates or ends is not asked over HTTP.
    concerns_without = {contract().requirements[rule].concern for rule in without}
    assert concerns_without <= {"migrations", "operations", "auth"}
    for rule, row in exchanges.exchanges.items():
        finished = {target.name for target in targets() if not target.naked}
        assert finished <= set(row), rule


def test_no_exchange_tells_where_it_was_recorded() -> None:
    text = (recorded.FOLDER / "exchanges.json").read_text(encoding="utf-8")
    assert str(REPOSITORY) not in text
    assert "/tmp/" not in text
