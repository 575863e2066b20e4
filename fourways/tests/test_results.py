"""From the outcomes of tests to what is known about a rule."""

import pytest

from fourways.results import Results, Status, combine
from fourways.tests.samples import check, sample

PASSED, FAILED = Status.PASSED, Status.FAILED
NOT_APPLICABLE, NOT_RUN = Status.NOT_APPLICABLE, Status.NOT_RUN
KNOWN_LIMIT = Status.KNOWN_LIMIT


@pytest.mark.parametrize(
    ("of_tests", "of_rule"),
    [
        ([], NOT_RUN),
        ([NOT_RUN], NOT_RUN),
        ([NOT_APPLICABLE], NOT_APPLICABLE),
        ([NOT_APPLICABLE, NOT_RUN], NOT_APPLICABLE),
        ([PASSED, PASSED], PASSED),
        ([PASSED, NOT_APPLICABLE], PASSED),
        ([PASSED, KNOWN_LIMIT], KNOWN_LIMIT),
        ([FAILED, KNOWN_LIMIT], FAILED),
        ([PASSED, FAILED, NOT_APPLICABLE], FAILED),
    ],
)
def test_a_rule_fails_with_any_of_its_tests(
    of_tests: list[Status], of_rule: Status
) -> None:
    assert combine(of_tests) is of_rule


def test_each_target_is_judged_alone() -> None:
    results = sample()
    assert results.status("route-4", "scratch-sqlite") is PASSED
    assert results.status("route-4", "flask-sqlite") is FAILED
    assert results.status("migrate-1", "flask-sqlite") is NOT_APPLICABLE
    assert results.status("wire-1", "flask-sqlite") is KNOWN_LIMIT
    assert results.status("wire-2", "flask-sqlite") is NOT_RUN
    assert results.count("scratch-sqlite", PASSED) == 4
    assert results.count("flask-sqlite", PASSED) == 1


def without_failure() -> Results:
    results = sample()
    results.checks = [each for each in results.checks if each.status is not FAILED]
    return results


def test_a_run_is_green_when_something_passed_and_nothing_failed() -> None:
    assert without_failure().passed
    assert not sample().passed


def test_zero_tests_are_red() -> None:
    results = sample()
    results.checks = []
    assert not results.passed


def test_nothing_but_tests_that_do_not_apply_is_red() -> None:
    results = sample()
    results.checks = [check("test_x", "url", NOT_APPLICABLE, "migrate-1")]
    assert not results.passed


def test_a_target_that_did_not_start_is_red() -> None:
    results = without_failure()
    results.problems.append("flask-sqlite did not start: no such program")
    assert not results.passed


def test_rules_without_a_test_in_the_run_can_be_left_out() -> None:
    results = sample()
    results.leave_out_what_did_not_run()
    assert "wire-2" not in [rule.id for rule in results.selected]
    assert len(results.selected) == 4


def test_known_limits_are_no_failures_and_are_told_with_their_reason() -> None:
    assert without_failure().passed
    assert sample().known_limits == {
        "known limit: it closes the connection": ["wire-1 on flask-sqlite"]
    }
