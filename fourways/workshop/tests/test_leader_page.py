"""The leader's page: whole, made from the stages, and its commands are commands."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fourways.cli import app
from fourways.workshop import leader_page
from fourways.workshop.leader_page import document
from fourways.workshop.mistakes import mistakes
from fourways.workshop.schedule import schedule
from fourways.workshop.stages import stages


@pytest.fixture(scope="module")
def page() -> str:
    extensions = [stage for stage in stages() if stage.extension]
    return document(schedule(stages(), 780), extensions)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"})


def test_every_stage_says_what_to_say_ask_and_watch_for(page: str) -> None:
    for stage in stages():
        if stage.extension:
            assert f"| {stage.number} | {stage.title} |" in page
            continue
        section = page.partition(f"## {stage.heading}\n")[2].partition("\n## ")[0]
        for part in ("Say", "Ask, before anything is run", "Usual mistakes", "Move on"):
            assert f"### {part}\n" in section, stage.heading
        for each in mistakes(stage):
            assert leader_page.cell(each.what) in section


def test_the_schedule_is_that_of_the_manifests(page: str) -> None:
    rows = re.findall(r"^\| (\d\d:\d\d) \| (\d\d:\d\d) \| (\d+) \|", page, re.M)
    planned = [stage for stage in stages() if not stage.extension]
    minutes = sum(stage.minutes + stage.break_after for stage in planned)
    assert rows[0][0] == "13:00"
    assert sum(int(row[2]) for row in rows) == minutes
    assert "leave out stage 8, then stage 5" in page


def test_its_commands_are_commands(page: str) -> None:
    code = re.findall(r"`(fourways [^`\n]+)`", page)
    code += re.findall(r"^\$ (fourways .+)$", page, re.M)
    assert len(code) > 10
    for line in code:
        _, *words = shlex.split(line.partition(":")[0])
        depth = 2 if words[0] == "workshop" else 1
        result = run(*words[:depth], "--help")
        assert result.exit_code == 0, line
        for option in (word for word in words if word.startswith("--")):
            assert option in result.output, line


def test_its_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)", page):
        assert (leader_page.FILE.parent / link).exists(), link


def test_the_command_writes_it_and_says_when_it_is_not_current(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from fourways import discovery

    monkeypatch.setattr(discovery, "REPOSITORY", tmp_path)
    monkeypatch.setattr(leader_page, "FILE", tmp_path / "leader.md")
    assert "run fourways workshop leader" in run("workshop", "leader", "--check").stderr
    assert run("workshop", "leader").exit_code == 0
    assert run("workshop", "leader", "--check").exit_code == 0
    (tmp_path / "leader.md").write_text("# For the leader\n")
    stale = run("workshop", "leader", "--check")
    assert stale.exit_code == 2
    assert "+## Before the day" in stale.stdout
