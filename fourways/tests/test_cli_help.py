"""What the command says of itself."""

from importlib import metadata

import pytest
from typer.testing import CliRunner

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
