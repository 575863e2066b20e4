"""Where data goes, and how a failing migration ends `serve`."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fourways import foreground
from fourways.cli import app
from fourways.commands.run_backend import database_of, note_on_others
from fourways.foreground import address_of
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


def served(folder: Path, *command: str) -> Result:
    """What `serve` says of a backend without migrations, with this command."""
    manifest = MANIFEST[: MANIFEST.index("[migrate]")]
    server = f'[[servers]]\nname = "own"\ncommand = {list(command)}\n'
    (folder / "backend.toml").write_text(manifest + server)
    port = Port()
    try:
        options = ["--port", str(port.number)]
        return CliRunner().invoke(app, ["serve", str(folder), *options])
    finally:
        port.release()


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
    result = served(fifth, "no-such-program-of-ours")
    assert result.exit_code == 2
    assert "no-such-program-of-ours cannot be started: No such file" in result.stderr


@pytest.mark.parametrize(("program", "status"), [("sys.exit(3)", 3), ("pass", 0)])
def test_a_server_that_ends_before_it_answers_is_told(
    program: str, status: int, fifth: Path
) -> None:
    result = served(fifth, "{python}", "-c", f"import sys; {program}")
    assert result.exit_code == (status or 1)
    told = f"the server ended with status {status} before it answered"
    assert result.stderr == f"fourways: {told}\n"


def test_a_server_that_does_not_answer_is_told_while_we_wait(
    fifth: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreground, "SAY_SO_SECONDS", 0.2)
    result = served(fifth, "{python}", "-c", "import time; time.sleep(1)")
    assert "fourways: still waiting for GET /health on port 2" in result.stderr


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("192.0.2.1", "http://192.0.2.1:8000"),
    ],
)
def test_the_address_to_try_is_one_that_answers_here(host: str, address: str) -> None:
    assert address_of(host, 8000) == address


@pytest.mark.parametrize(
    ("host", "allowed", "told"),
    [
        ("127.0.0.1", "", False),
        ("0.0.0.0", "", True),
        ("192.0.2.1", "", True),
        ("0.0.0.0", "api.example", False),
    ],
)
def test_who_lets_other_machines_come_is_told_what_they_need(
    host: str, allowed: str, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", allowed)
    assert ("ALLOWED_HOSTS" in note_on_others(host)) == told
