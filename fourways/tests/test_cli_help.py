"""What the command says of itself."""

from collections.abc import Iterator
from importlib import metadata
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from fourways.bench import bench_app
from fourways.cli import app


def said(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "100"})
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.replace("│", " ").split())


def test_the_version_is_the_one_that_is_installed() -> None:
    assert said("--version") == f"fourways {metadata.version('fourways')}"


@pytest.mark.parametrize("command", ["test", "fuzz"])
def test_what_a_url_costs_its_server_is_said(command: str) -> None:
    assert "leaves users and bookmarks there" in said(command, "--help")


def commands(of: Any, *words: str) -> Iterator[list[str]]:
    """The words of every command, groups and what is in them."""
    yield list(words)
    for name, command in getattr(of, "commands", {}).items():
        yield from commands(command, *words, name)


@pytest.mark.parametrize(
    "words",
    [*commands(get_command(app)), *commands(get_command(bench_app), "bench")],
    ids=" ".join,
)
def test_help_is_whole_at_80_columns(words: list[str]) -> None:
    result = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "80"})
    assert result.exit_code == 0
    assert "…" not in result.stdout
