"""What cannot be done is said in one line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.replicas import nginx


def said(*arguments: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(app, ["replicas", *arguments])
    return result.exit_code, result.stderr.splitlines()


def test_without_nginx_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(nginx, "SYSTEM_FOLDERS", str(tmp_path))
    status, [line] = said("scratch")
    assert status == 2
    assert line == (
        "fourways: nginx is not installed. Install it with: apt-get install nginx-light"
    )


def test_a_part_of_the_suite_is_not_recorded() -> None:
    status, [line] = said("scratch", "--record", "-k", "wire")
    assert status == 2
    assert "--record is about the whole suite" in line


def test_a_file_where_there_is_no_folder_is_told_before_the_run() -> None:
    status, [line] = said("scratch", "--json", "/no/such/folder/a.json")
    assert (status, line) == (
        2,
        "fourways: --json /no/such/folder/a.json: the folder does not exist",
    )
