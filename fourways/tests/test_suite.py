"""What is asked of pytest, and what its end means."""

from pathlib import Path

import pytest

from contract_tests.support.contract import contract
from fourways.progress import PlainProgress
from fourways.results import Results, Status
from fourways.selection import ids_of
from fourways.suite import (
    TESTS_OF_THE_SUITE,
    Wanted,
    note_ending,
    rules_of,
    run,
)
from fourways.terminal import Mistake, console
from fourways.tests.samples import check

OWN_TESTS = f"--ignore={TESTS_OF_THE_SUITE}"


def test_options_are_those_of_the_suite() -> None:
    wanted = Wanted(
        backends=("flask", "/x"),
        databases=("sqlite", "postgresql"),
        server="scratch",
        level=2,
        requirements=("route-4",),
        keyword="allow",
    )
    assert wanted.arguments()[2:] == [
        *("--backend=flask", "--backend=/x"),
        *("--database=sqlite", "--database=postgresql"),
        *("--server=scratch", "--level=2", "--requirement=route-4"),
        *("-k", "allow"),
    ]


def test_a_running_server_is_asked_for_by_its_url_alone() -> None:
    arguments = Wanted(url="http://localhost:80", anonymous=True).arguments()
    assert "--url=http://localhost:80" in arguments
    assert "--anonymous" in arguments
    assert not any(each.startswith("--database") for each in arguments)


@pytest.mark.parametrize(
    "narrow",
    [
        Wanted(backends=("flask",)),
        Wanted(server="scratch"),
        Wanted(url="http://x"),
        Wanted(level=1),
        Wanted(requirements=("route-4",)),
    ],
)
def test_the_suite_is_checked_itself_only_when_all_is(narrow: Wanted) -> None:
    assert TESTS_OF_THE_SUITE.is_file()
    assert OWN_TESTS in narrow.arguments()
    assert OWN_TESTS not in Wanted(databases=("sqlite", "postgresql")).arguments()


def test_rules_are_selected_by_level_and_by_id() -> None:
    all_rules = list(contract().requirements.values())
    assert rules_of([Wanted()]) == all_rules
    assert {rule.level for rule in rules_of([Wanted(level=2)])} == {1, 2}
    picked = Wanted(requirements=("wire-1", "route-4"))
    assert [rule.id for rule in rules_of([picked])] == ["route-4", "wire-1"]
    assert rules_of([picked, Wanted()]) == all_rules


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (pytest.ExitCode.INTERRUPTED, "interrupted"),
        (pytest.ExitCode.INTERNAL_ERROR, "INTERNAL_ERROR"),
        (pytest.ExitCode.TESTS_FAILED, "TESTS_FAILED"),
    ],
)
def test_an_end_that_no_failure_explains_makes_the_run_red(
    status: pytest.ExitCode, problem: str
) -> None:
    passed = check("test_x", "flask-sqlite", Status.PASSED, "route-1")
    results = Results(contract=contract(), columns=[], selected=[], checks=[passed])
    assert results.passed
    note_ending(results, status)
    assert problem in results.problems[0]
    assert not results.passed


@pytest.mark.parametrize(
    ("keyword", "shown"), [(None, ["route-1", "route-4"]), ("allow", [])]
)
def test_rules_that_had_no_turn_are_shown_unless_a_word_has_chosen(
    keyword: str | None,
    shown: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pytest, "main", lambda *_, **__: pytest.ExitCode.INTERRUPTED)
    wanted = Wanted(requirements=("route-1", "route-4"), keyword=keyword)
    results = run([wanted], PlainProgress(console()), tmp_path).results
    assert [rule.id for rule in results.selected] == shown


def test_failures_explain_themselves() -> None:
    failed = check("test_x", "flask-sqlite", Status.FAILED, "route-1")
    results = Results(contract=contract(), columns=[], selected=[], checks=[failed])
    note_ending(results, pytest.ExitCode.TESTS_FAILED)
    assert results.problems == []


@pytest.mark.parametrize(
    ("statuses", "problem"),
    [
        ([], "No test was selected: nothing was tested."),
        (
            [Status.NOT_APPLICABLE],
            "No selected rule is applicable: nothing was tested.",
        ),
    ],
)
def test_a_run_without_a_test_is_red(statuses: list[Status], problem: str) -> None:
    checks = [check("test_x", "url", status, "route-1") for status in statuses]
    results = Results(contract=contract(), columns=[], selected=[], checks=checks)
    note_ending(results, pytest.ExitCode.NO_TESTS_COLLECTED)
    assert results.problems == [problem]
    assert not results.passed


def test_a_concern_stands_for_its_rules() -> None:
    assert ids_of(["hosts", "cors"]) == [
        "host-1",
        "cors-1",
        "cors-2",
        "cors-3",
        "cors-4",
    ]


def test_an_unknown_concern_is_a_mistake_that_names_the_nearest() -> None:
    with pytest.raises(Mistake, match='Did you mean "auth"'):
        ids_of(["auht"])
