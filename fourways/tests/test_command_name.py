"""Commands that are suggested can be typed as they stand, on the PATH or not."""

import shutil
import sys
from pathlib import Path

import pytest

from fourways.cli import app
from fourways.terminal import command_name


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh clone that we are in: the command is in its .venv, not on the PATH."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(sys, "argv", [str(tmp_path / ".venv" / "bin" / "fourways")])
    return tmp_path


def typed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command line prints, on both streams."""
    sys.argv[1:] = arguments
    with pytest.raises(SystemExit):
        app()
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_on_the_path_its_name_is_enough(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert command_name() == "fourways"


@pytest.mark.usefixtures("clone")
def test_elsewhere_it_is_the_path_from_here() -> None:
    assert command_name() == ".venv/bin/fourways"


def test_a_path_with_a_space_is_quoted(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [str(clone / "my clone" / "fourways")])
    assert command_name() == "'my clone/fourways'"


@pytest.mark.usefixtures("clone")
@pytest.mark.parametrize(
    "arguments",
    [["serve"], ["serve", "flask", "too much"], ["bench", "api", "--database", "x"]],
)
def test_a_mistake_names_the_help_as_it_is_typed_here(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert ".venv/bin/fourways" in typed(capsys, *arguments)


@pytest.mark.usefixtures("clone")
@pytest.mark.parametrize("arguments", [["list"], ["concerns"]])
def test_the_next_command_is_named_as_it_is_typed_here(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    last = typed(capsys, *arguments).splitlines()[-1]
    assert last.startswith("Next: .venv/bin/fourways ")
