"""A file that cannot be written is told before the work, the same in every command."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.output_file import check_writable
from fourways.terminal import Mistake

COMMANDS = [
    ["test", "scratch", "--report"],
    ["fuzz", "scratch", "--json"],
    ["wire", "--json"],
    ["faults", "scratch", "--json"],
    ["trace", "scratch", "--speedscope"],
    ["bench", "api", "scratch", "--json"],
    ["bench", "growth", "scratch", "--json"],
    ["bench", "costs", "scratch", "--json"],
    ["bench", "server", "--json"],
    ["bench", "idle", "--json"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_folder_in_the_place_of_the_file_is_told_in_one_line(
    command: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "x.json"
    folder.mkdir()
    result = CliRunner().invoke(app, [*command, str(folder)])
    assert result.exit_code == 2
    what = f"{command[-1]} {folder}: cannot be written: Is a directory"
    assert result.output == f"fourways: {what}\n"


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match=r"--json .*: the folder does not exist"):
        check_writable("--json", tmp_path / "new" / "x.json")
    assert not (tmp_path / "new").exists()


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Mistake, match="the folder does not exist"):
        check_writable("--json", tmp_path / "file" / "x.json")


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_a_name_that_no_file_can_have_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="cannot be written"):
        check_writable("--json", tmp_path / name)


def test_what_can_be_written_is_not_there_before_the_work(tmp_path: Path) -> None:
    check_writable("--json", tmp_path / "x.json")
    assert list(tmp_path.iterdir()) == []


def test_what_is_in_the_file_already_stays_until_the_work_is_done(
    tmp_path: Path,
) -> None:
    (tmp_path / "x.json").write_text("before")
    check_writable("--json", tmp_path / "x.json")
    assert (tmp_path / "x.json").read_text() == "before"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_is_not_opened_to_see(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    check_writable("--json", tmp_path / "pipe")
