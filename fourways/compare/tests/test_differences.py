"""docs/differences.md says what docs/concerns/ says, and only that."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.compare import coverage, differences
from fourways.compare.concerns import AUTOMATION, BACKENDS, concerns
from fourways.compare.differences import LISTS, WORDS, document
from fourways.discovery import REPOSITORY, find


@pytest.fixture(scope="module")
def page() -> str:
    """The page as it should be now."""
    return document(concerns())


def test_every_word_has_a_heading_and_a_form() -> None:
    assert set(LISTS) == set(WORDS) == set(AUTOMATION)


def test_every_sentence_stands_in_its_table_and_in_its_list(page: str) -> None:
    for concern in concerns():
        for cell in concern.cells.values():
            for sentence in cell.parts.values():
                assert page.count(sentence) >= 2, sentence
            assert cell.nothing in page


def test_every_row_has_as_many_cells_as_its_heading(page: str) -> None:
    width = 0
    for line in page.splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = line.count("|")
        assert width in (0, cells), line
        width = cells


def test_every_link_leads_somewhere(page: str) -> None:
    targets = set(re.findall(r"\]\(([^)]+)\)", page))
    headings = re.findall("^#+ (.+)$", page, re.MULTILINE)
    anchors = {
        re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings
    }
    contract = (REPOSITORY / "docs" / "contract.md").read_text(encoding="utf-8")
    assert any(target.startswith("../") for target in targets)
    for target in targets:
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif target.startswith("contract.md#"):
            assert f'<a id="{target.partition("#")[2]}">' in contract, target
        else:
            assert (REPOSITORY / "docs" / target).is_file(), target


def test_each_backend_has_its_lists(page: str) -> None:
    for name in BACKENDS:
        heading = f"## {find(name).title}: all of it\n"
        assert page.count(heading) == 1


def test_the_check_fails_on_another_page_and_on_unclaimed_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "docs" / "differences.md"
    file.parent.mkdir()
    monkeypatch.setattr(differences, "FILE", file)
    check = ["differences", "--check"]
    assert CliRunner().invoke(app, check).exit_code == 2
    assert CliRunner().invoke(app, ["differences"]).exit_code == 0
    assert CliRunner().invoke(app, check).exit_code == 0
    file.write_text(file.read_text() + "More.\n")
    result = CliRunner().invoke(app, check)
    assert (result.exit_code, "-More." in result.stdout) == (2, True)
    assert "docs/differences.md is not current: run fourways d" in result.stderr
    monkeypatch.setattr(coverage, "problems", lambda found: ["a.py:f is claimed by no"])
    result = CliRunner().invoke(app, ["differences"])
    assert (result.exit_code, "a.py:f" in result.stdout) == (2, True)
