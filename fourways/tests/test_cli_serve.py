"""Where data goes, and how a failing migration ends `serve`."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.commands.run_backend import database_of
from fourways.manifest import load
from fourways.ports import Port

MANIFEST = """
name = "fifth"
title = "The fifth way"
language = "Python"
databases = ["sqlite"]
[migrate]
command = ["{python}", "-c", "import sys; sys.exit('DATABASE_URL must be ...')"]
[[servers]]
name = "own"
command = ["no-such-program-of-ours"]
"""


@pytest.fixture
def fifth(tmp_path: Path) -> Path:
    folder = tmp_path / "fifth"
    folder.mkdir()
    (folder / "backend.toml").write_text(MANIFEST)
    return folder


@pytest.mark.parametrize(
    ("given", "used"),
    [
        (None, "sqlite:///{here}/fifth.db"),
        ("sqlite:///mine.db", "sqlite:///{here}/mine.db"),
        ("sqlite:////var/data/mine.db", "sqlite:////var/data/mine.db"),
        ("postgresql://me@localhost/x", "postgresql://me@localhost/x"),
        ("sqlite:///", "sqlite:///"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_relative_file_is_beside_whoever_types(
    given: str | None,
    used: str,
    fifth: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert database_of(load(fifth), given) == used.format(here=tmp_path)


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_migration_that_fails_ends_the_command_with_its_status(
    command: str, fifth: Path
) -> None:
    port = Port()
    options = ["--port", str(port.number)] if command == "serve" else []
    result = CliRunner().invoke(app, [command, str(fifth), *options])
    assert result.exit_code == 1
    assert result.stdout == ""
    port.release()


def test_a_program_that_is_not_there_is_told(fifth: Path) -> None:
    text = MANIFEST.replace("[migrate]", "").replace("command = [", "x = [", 1)
    text = "\n".join(line for line in text.splitlines() if not line.startswith("x"))
    (fifth / "backend.toml").write_text(text)
    port = Port()
    result = CliRunner().invoke(app, ["serve", str(fifth), "--port", str(port.number)])
    assert result.exit_code == 2
    assert "no-such-program-of-ours cannot be started: No such file" in result.stderr
    port.release()
