"""`fourways report diff`: what changed, and whether it is worse."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from fourways.cli import app
from fourways.reports import json_report
from fourways.reports.changes import changes
from fourways.results import Check, Results, Status
from fourways.tests.samples import check, sample

Change = Callable[[dict[str, Any]], None]


def report(results: Results | None = None) -> dict[str, Any]:
    return json_report.document(results or sample())


def repaired() -> Results:
    """The sample, with Flask's Allow as it should be."""
    results = sample()
    results.checks[3] = check("test_allow", "flask-sqlite", Status.PASSED, "route-4")
    return results


def failed(test: str, message: str = "wrong") -> Check:
    return check(test, "flask-sqlite", Status.FAILED, "route-4", message=message)


def diff(tmp_path: Path, before: Any, after: Any) -> Result:
    for name, document in (("a.json", before), ("b.json", after)):
        (tmp_path / name).write_text(json.dumps(document))
    files = [str(tmp_path / name) for name in ("a.json", "b.json")]
    return CliRunner().invoke(app, ["report", "diff", *files])


def test_nothing_changed(tmp_path: Path) -> None:
    result = diff(tmp_path, report(), report())
    assert (result.exit_code, result.stdout) == (0, "Nothing changed.\n")


def test_what_turned_red_is_told_with_its_reason(tmp_path: Path) -> None:
    result = diff(tmp_path, report(repaired()), report())
    assert result.exit_code == 1
    assert (
        "✗ Newly red (1)\n  route-4      flask-sqlite: passed → failed. The Allow"
        in (result.stdout)
    )
    assert "test_allow[flask-sqlite]: AssertionError: Allow is 'GET'," in result.stdout


def test_what_turned_green_is_no_reason_to_fail(tmp_path: Path) -> None:
    result = diff(tmp_path, report(), report(repaired()))
    assert result.exit_code == 0
    assert "✓ Newly green (1)\n  route-4      flask-sqlite: failed → passed" in (
        result.stdout
    )
    assert "red" not in result.stdout


def test_what_is_no_longer_tested_is_neither(tmp_path: Path) -> None:
    after = repaired()
    del after.checks[3]
    result = diff(tmp_path, report(repaired()), report(after))
    assert result.exit_code == 0
    assert "~ Changed otherwise (1)\n  route-4      flask-sqlite: passed → not run" in (
        result.stdout
    )


def without(rule: str, *, contract: bool) -> dict[str, Any]:
    """The sample as if nobody had asked for a rule, or its contract had none."""
    results = sample()
    results.selected = [each for each in results.selected if each.id != rule]
    document = report(results)
    if contract:
        document["contract"].remove(rule)
    return document


def test_rules_that_one_contract_has_not_are_new_or_gone() -> None:
    found = changes(without("route-1", contract=True), report())
    assert (found.new_rules, found.not_run_before) == (["route-1"], [])
    found = changes(report(), without("route-1", contract=True))
    assert (found.gone_rules, found.not_run_after) == (["route-1"], [])
    assert not found.worse


def test_rules_that_nobody_asked_for_are_not_run(tmp_path: Path) -> None:
    found = changes(without("route-1", contract=False), report())
    assert (found.new_rules, found.not_run_before) == ([], ["route-1"])
    result = diff(tmp_path, report(), without("route-1", contract=False))
    assert (result.exit_code, result.stdout) == (
        0,
        "· Rules not run in the later report (1)\n  route-1\n",
    )


def test_rules_whose_turn_did_not_come_are_told_once() -> None:
    after = sample()
    after.checks = [each for each in after.checks if "wire-1" not in each.requirements]
    found = changes(report(), report(after))
    assert (found.not_run_after, found.other) == (["wire-1"], [])


def test_an_older_report_is_believed_to_have_todays_contract() -> None:
    before = without("route-1", contract=False)
    del before["contract"]
    found = changes(before, report())
    assert (found.new_rules, found.not_run_before) == ([], ["route-1"])


def test_new_and_gone_targets_are_named() -> None:
    after = repaired()
    after.columns = after.columns[1:]
    found = changes(report(), report(after))
    assert (found.new_targets, found.gone_targets) == ([], ["scratch-sqlite"])
    assert [each.requirement for each in found.green] == ["route-4"]
    assert (found.red, found.other, found.worse) == ([], [], False)


@pytest.mark.parametrize("what", ["selected", "columns"])
def test_where_nothing_is_in_both_there_is_nothing_to_compare(
    tmp_path: Path, what: str
) -> None:
    before, after = sample(), sample()
    setattr(before, what, getattr(before, what)[:1])
    setattr(after, what, getattr(after, what)[1:])
    result = diff(tmp_path, report(before), report(after))
    assert result.exit_code == 2
    assert "no rule on a target in common: there is nothing to compare" in result.stderr


def test_tests_of_a_rule_that_is_red_in_both_are_compared(tmp_path: Path) -> None:
    after = sample()
    after.checks[3] = failed("test_other", "Allow is missing\nmore")
    after.checks.append(check("test_allow", "flask-sqlite", Status.PASSED, "route-4"))
    result = diff(tmp_path, report(), report(after))
    assert (result.exit_code, result.stdout) == (
        1,
        "✗ Newly failing tests (1)\n"
        "  route-4      flask-sqlite: not asked → failed. test_other[flask-sqlite]\n"
        "               Allow is missing\n"
        "✓ Tests that pass now (1)\n"
        "  route-4      flask-sqlite: failed → passed. test_allow[flask-sqlite]\n",
    )


def test_a_test_that_passes_now_makes_nothing_worse(tmp_path: Path) -> None:
    before = sample()
    before.checks.append(failed("test_other"))
    after = sample()
    after.checks.append(check("test_other", "flask-sqlite", Status.PASSED, "route-4"))
    result = diff(tmp_path, report(before), report(after))
    assert result.exit_code == 0
    assert result.stdout.startswith("✓ Tests that pass now (1)\n  route-4 ")


def test_a_failed_test_that_did_not_run_again_is_neither() -> None:
    before = sample()
    before.checks.append(failed("test_other"))
    tests = changes(report(before), report()).tests
    assert (tests.red, tests.green) == ([], [])
    assert [each.what for each in tests.other] == ["test_other[flask-sqlite]"]


def test_tests_of_a_rule_that_turned_red_are_told_with_it_alone() -> None:
    found = changes(report(repaired()), report())
    assert [each.requirement for each in found.red] == ["route-4"]
    assert found.tests.red == []


def test_a_test_of_the_suite_itself_is_compared_too() -> None:
    after = sample()
    after.checks.append(Check("a/test_contract.py::test_all", "", (), Status.FAILED))
    [change] = changes(report(), report(after)).tests.red
    assert (change.target, change.what) == ("the suite itself", "test_all")


def test_a_new_rule_that_is_red_turned_red() -> None:
    found = changes(without("route-4", contract=True), report())
    assert found.new_rules == ["route-4"]
    assert [(c.target, c.before, c.after) for c in found.red] == [
        ("flask-sqlite", None, Status.FAILED)
    ]
    assert found.worse


def test_a_target_that_does_not_start_any_more_is_worse(tmp_path: Path) -> None:
    after = repaired()
    after.problems.append("flask-sqlite did not start: no port")
    result = diff(tmp_path, report(repaired()), report(after))
    assert result.exit_code == 1
    assert "✗ flask-sqlite did not start: no port" in result.stdout
