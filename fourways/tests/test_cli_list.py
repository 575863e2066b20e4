"""`fourways list`, and what it is made from."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fourways import discovery
from fourways.cli import app
from fourways.commands.list_backends import next_steps
from fourways.dependencies import dependencies_of
from fourways.manifest import load

MANIFEST = """
name = "fifth"
title = "The fifth way"
language = "Python"
databases = ["sqlite"]
[[servers]]
name = "own"
command = ["{python}", "app.py"]
distributions = ["no-such-distribution"]
"""


@pytest.fixture
def fifth(tmp_path: Path) -> Path:
    """A backend that needs what is not installed."""
    (tmp_path / "backend.toml").write_text(MANIFEST)
    (tmp_path / "app.py").write_text("import this\n")
    return tmp_path


def listed(*arguments: str, columns: int = 100) -> str:
    width = {"COLUMNS": str(columns)}
    result = CliRunner().invoke(app, ["list", *arguments], env=width)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_every_backend_here_is_listed_with_its_framework() -> None:
    entries = {entry["name"]: entry for entry in json.loads(listed("--json"))}
    assert list(entries) == [backend.name for backend in discovery.backends()]
    for name in ("flask", "django", "fastapi"):
        assert entries[name]["framework"] == name
        assert name in entries[name]["distributions"]
        assert entries[name]["version"][0].isdigit()
        assert entries[name]["lines"]["yours"] > 100
        assert entries[name]["lines"]["migrations"] > 0
    assert entries["scratch"]["framework"] is None
    assert entries["scratch"]["distributions"] == []


def test_people_read_the_same_in_a_table() -> None:
    text = listed()
    for entry in json.loads(listed("--json")):
        # Its first line: below it stand its other servers.
        line = next(
            line for line in text.splitlines() if line.startswith(f"  {entry['name']} ")
        )
        assert str(entry["lines"]["yours"]) in line
        assert entry["server"] in line
        assert line.split()[-1] == ("no" if entry["missing"] else "yes")


@pytest.mark.parametrize("columns", [100, 70, 60, 40, 24])
def test_every_name_is_whole_in_a_narrow_terminal(columns: int) -> None:
    text = listed(columns=columns)
    for entry in json.loads(listed("--json")):
        for name in (entry["name"], entry["server"], *entry["other_servers"]):
            assert name in text
    assert "…" not in text


def test_what_can_run_is_named_in_the_next_commands() -> None:
    last = listed().splitlines()[-1]
    match = re.fullmatch(r"Next: fourways serve (\w+), or fourways test \1", last)
    assert match
    assert match[1] in [backend.name for backend in discovery.backends()]


@pytest.mark.parametrize(
    ("here", "path"),
    [
        (".", "my ways/fifth"),
        ("my ways", "{}/my ways/fifth"),
    ],
)
def test_a_backend_from_elsewhere_is_named_by_a_path_that_works_here(
    here: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "my ways" / "fifth"
    folder.mkdir(parents=True)
    (folder / "backend.toml").write_text(MANIFEST)
    monkeypatch.chdir(tmp_path / here)
    named = shlex.quote(path.format(tmp_path))
    steps = next_steps(load(folder))
    assert steps == f"fourways serve {named}, or fourways test --backend {named}"


def test_a_backend_from_elsewhere_says_what_it_lacks(fifth: Path) -> None:
    text = listed("--backend", str(fifth))
    assert "fifth cannot run yet: no-such-distribution not installed." in text
    assert "Install with: pip install no-such-distribution" in text
    assert "Next:" not in text
    (entry,) = json.loads(listed("--backend", str(fifth), "--json"))
    assert entry["missing"] == ["no-such-distribution"]
    assert entry["lines"] == {"yours": 1, "migrations": 0, "tests": 0}


def test_what_cannot_run_is_not_served(fifth: Path) -> None:
    result = CliRunner().invoke(app, ["serve", str(fifth), "--port", "29999"])
    assert result.exit_code == 2
    assert result.stderr.startswith("fourways: fifth cannot run yet")


def test_what_an_extra_brings_is_followed_to_the_end() -> None:
    brought = dependencies_of("flask")
    assert "flask" in brought.direct
    assert {"flask", "werkzeug", "jinja2", "markupsafe"} <= set(brought.installed)
    assert "pytest" not in brought.installed  # that is what the suite needs
    assert brought.missing == []
    assert dependencies_of("scratch").installed == {}
