"""docs/contract.md comes from contract.toml, and the check notices when not."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from contract_tests.support.contract import contract
from fourways import contract_doc
from fourways.cli import app


def test_every_rule_has_a_line_with_its_source() -> None:
    lines = contract_doc.document(contract()).splitlines()
    for rule in contract().requirements.values():
        line = next(line for line in lines if f'id="{rule.id}"' in line)
        for text in (rule.rule, rule.source):
            assert text.replace("|", "\\|") in line


def test_every_row_has_as_many_cells_as_its_heading() -> None:
    for line in contract_doc.document(contract()).splitlines():
        if line.startswith("| "):
            assert line.replace("\\|", "").count("|") == 5


def test_the_check_fails_on_another_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "docs" / "contract.md"
    monkeypatch.setattr(contract_doc, "FILE", page)
    check = ["contract", "--check"]
    assert CliRunner().invoke(app, check).exit_code == 2
    assert CliRunner().invoke(app, ["contract"]).exit_code == 0
    assert CliRunner().invoke(app, check).exit_code == 0
    page.write_text(page.read_text() + "More.\n")
    result = CliRunner().invoke(app, check)
    assert result.exit_code == 2
    assert "-More." in result.stdout
    assert "docs/contract.md is not current: run fourways contract" in result.stderr
