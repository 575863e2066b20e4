"""`fourways report diff` of files that are no reports: one line says why."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.reports import json_report
from fourways.tests.samples import sample


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
    document = json_report.document(sample())
    document["requirements"][0]["level"] = 4
    file = tmp_path / "x.json"
    file.write_text(json.dumps(document))
    result = CliRunner().invoke(app, ["report", "diff", str(file), str(file)])
    assert "requirements/0/level: 4 is not one of [1, 2, 3]" in result.stderr
