"""The texts: their commands are there, and their links lead to files."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.workshop.stages import FOLDER

TEXTS = [FOLDER / "README.md", *sorted(FOLDER.glob("*/stage.md"))]

each_text = pytest.mark.parametrize(
    "path", TEXTS, ids=lambda path: path.relative_to(FOLDER).as_posix()
)


@each_text
def test_every_command_in_a_text_is_one(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for line in re.findall(r"(?:^\$ |`)fourways ([^\n`#]+)", text, re.M):
        words = shlex.split(line)
        command = words[:2] if words[0] == "workshop" else words[:1]
        shown = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"})
        assert shown.exit_code == 0, line
        options = [word.partition("=")[0] for word in words if word.startswith("--")]
        assert [each for each in options if each not in shown.output] == []


@each_text
def test_every_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    near = [link for link in links if not link.startswith("https://")]
    assert [link for link in near if not (path.parent / link).exists()] == []


@each_text
def test_lines_fit_an_editor(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert len(line) <= 92 or "https://" in line, line
