"""docs/add-a-backend.md is true: its backend is made from the page, and works."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest

from fourways.commands.run_tests import run_tests
from fourways.discovery import REPOSITORY
from fourways.manifest import ManifestError, load
from fourways.placeholders import PLACEHOLDERS
from fourways.ports import Port
from fourways.reports import json_report

PAGE = (REPOSITORY / "docs" / "add-a-backend.md").read_text()
FOURWAYS = [sys.executable, "-m", "fourways"]


def blocks(language: str) -> list[str]:
    """The page's blocks of code in one language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def fifth(tmp_path: Path) -> Path:
    """The folder that the page describes."""
    (tmp_path / "backend.toml").write_text(blocks("toml")[0])
    (tmp_path / "app.py").write_text(blocks("python")[0])
    return tmp_path


def fourways(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, without a terminal."""
    return subprocess.run(
        [*FOURWAYS, *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_its_manifest_loads_and_its_files_are_there(fifth: Path) -> None:
    backend = load(fifth)
    assert backend.name == "fifth"
    for server in backend.servers:
        assert server.command[0] == "{python}"
        assert (backend.directory / server.command[1]).is_file()


def test_its_other_server_fits_the_manifest(fifth: Path) -> None:
    with (fifth / "backend.toml").open("a") as file:
        file.write(blocks("toml")[1])
    assert [server.name for server in load(fifth).servers] == ["http-server", "node"]


def test_its_first_rule_holds_and_what_is_missing_fails(fifth: Path) -> None:
    report = fifth / "report.json"
    rules = ["--requirement", "operate-1", "--requirement", "crud-10"]
    done = fourways("test", "--backend", fifth, *rules, "--report", report)
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"operate-1 +GET /health .*✓ pass", done.stdout)
    assert re.search(r"crud-10 .*✗ FAIL", done.stdout)
    assert f"again: fourways test --backend {fifth} -k" in done.stdout
    assert re.search(r"=+ .*\d+ passed.* in .*s.* =+\n$", done.stdout)
    document = json.loads(report.read_text())
    assert document["passed"] is False
    assert document["targets"][0]["name"] == "fifth-sqlite"
    jsonschema.validate(document, json.loads(json_report.SCHEMA.read_text()))


@contextmanager
def served(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The backend, served in the foreground; read until it says that it is ready."""
    process = subprocess.Popen(
        [*FOURWAYS, "serve", str(folder), "--port", str(port)],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert isinstance(process.stdout, io.TextIOWrapper)
    try:
        for line in process.stdout:
            if "Ctrl-C stops it" in line:
                break
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_is_served_until_it_is_told_to_stop(
    fifth: Path, number: signal.Signals
) -> None:
    port = Port()
    address = f"http://127.0.0.1:{port.number}"
    with served(fifth, port.number) as process:
        with urllib.request.urlopen(f"{address}/health") as response:
            assert json.load(response) == {"status": "ok"}
        os.kill(process.pid, number)
        # It does not handle SIGTERM: it is ended by it, as a shell would say.
        assert process.wait(10) == 128 + signal.SIGTERM
    port.release()


def test_a_running_server_is_tested_by_its_url(fifth: Path) -> None:
    port = Port()
    url = f"http://127.0.0.1:{port.number}"
    rules = ["--requirement", "operate-1", "--requirement", "migrate-1"]
    with served(fifth, port.number):
        done = fourways("test", "--url", url, "--anonymous", *rules)
        none = fourways("test", "--url", url, "--anonymous", *rules[2:])
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"operate-1 +GET /health .*✓ pass", done.stdout)
    assert re.search(r"migrate-1 .*- n/a", done.stdout)
    assert "Everything that was asked for holds." in done.stdout
    # What does not apply was not tested, and to test nothing is red.
    assert none.returncode == 1
    assert "nothing was tested" in none.stdout
    port.release()


@pytest.mark.parametrize(
    ("place", "prefix"),
    [("x = 1\n{}", ""), ("{}\nx = 1", ""), ("{}\n[migrate]\nx = 1\n{c}", "migrate.")],
    ids=["backend", "server", "migrate"],
)
def test_its_table_has_every_key_of_the_manifest(
    fifth: Path, place: str, prefix: str
) -> None:
    command = 'command = ["true"]'
    text = place.format(blocks("toml")[0], c=command)
    (fifth / "backend.toml").write_text(text)
    with pytest.raises(ManifestError, match="x is not a key here") as caught:
        load(fifth)
    keys = str(caught.value).partition("the keys are ")[2].split(", ")
    table = set(re.findall(r"^\| `(?:\[+)?([\w.]+)", PAGE, re.MULTILINE))
    assert {prefix + key for key in keys} <= table


def test_the_options_and_placeholders_it_names_exist() -> None:
    options = set(re.findall(r"fourways test.*?(--[a-z-]+)", PAGE))
    parameters = {f"--{name.replace('_', '-')}" for name in run_tests.__annotations__}
    assert options <= parameters, options - parameters
    named = re.search(r"A command is a list.*?Any language", PAGE, re.DOTALL)
    assert named is not None
    assert set(re.findall(r"`\{(\w+)\}`", named[0])) == set(PLACEHOLDERS)
