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
from fourways.results import Results, Status
from fourways.tests.samples import check, sample

Change = Callable[[dict[str, Any]], None]


def report(results: Results | None = None) -> dict[str, Any]:
    return json_report.document(results or sample())


def repaired() -> Results:
    """The sample, with Flask's Allow as it should be."""
    results = sample()
    results.checks[3] = check("test_allow", "flask-sqlite", Status.PASSED, "route-4")
    return results


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


def test_new_and_gone_rules_and_targets_are_named() -> None:
    before, after = sample(), repaired()
    before.selected = before.selected[1:]
    after.selected = after.selected[:-1]
    after.columns = after.columns[1:]
    found = changes(report(before), report(after))
    assert (found.new_rules, found.gone_rules) == (["route-1"], ["wire-2"])
    assert (found.new_targets, found.gone_targets) == ([], ["scratch-sqlite"])
    assert [each.requirement for each in found.green] == ["route-4"]
    assert (found.red, found.other, found.worse) == ([], [], False)


def test_a_new_rule_that_is_red_turned_red() -> None:
    before = sample()
    before.selected = [rule for rule in before.selected if rule.id != "route-4"]
    found = changes(report(before), report())
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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "is no report of fourways test: the document: [] is not of type"),
        ("{}", "is no report of fourways test: the document: '"),
        ('{"format": 2}', "has format 2, this fourways reads 1"),
    ],
    ids=["cut", "deep", "list", "empty", "format"],
)
def test_what_is_no_report_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.json").write_text(text)
    file = str(tmp_path / "x.json")
    result = CliRunner().invoke(app, ["report", "diff", file, file])
    assert result.exit_code == 2
    assert f"x.json {message}" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["report", "diff", "no.json", "no.json"])
    assert result.exit_code == 2
    assert (
        result.stderr == "fourways: no.json cannot be read: No such file or directory\n"
    )


def test_a_wrong_member_is_named(tmp_path: Path) -> None:
    document = report()
    document["requirements"][0]["level"] = 4
    result = diff(tmp_path, document, report())
    assert "requirements/0/level: 4 is not one of [1, 2, 3]" in result.stderr
