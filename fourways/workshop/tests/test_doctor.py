"""`fourways doctor`: what it finds, and that each fault is told with its mending."""

import os
import platform
import shutil
import socket
import sqlite3
import tempfile
import urllib.request
import webbrowser
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from fourways import ports
from fourways.cli import app
from fourways.dependencies import Dependencies
from fourways.workshop import doctor as command
from fourways.workshop.examination import machine, software
from fourways.workshop.examination.finding import Finding, State


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["doctor", *arguments], env={"COLUMNS": "100"})


def assert_told(finding: Finding, state: State, found: str, mend: str) -> None:
    assert (finding.state, found in finding.found) == (state, True), finding
    assert mend in finding.mend, finding


def test_this_machine_is_looked_at_whole_and_quickly() -> None:
    result = run()
    assert result.exit_code == 0, result.output
    for what in ("Python", "Flask", "SQLite", "PostgreSQL", "Disk", "Ports", "Fork"):
        assert f" {what} " in result.output
    assert "This machine is ready." in result.output


def test_what_is_wrong_is_told_with_its_mending_and_a_status(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    findings = [
        Finding("Python", State.good, "3.13"),
        Finding("Disk", State.wrong, "0.1 GB free", "Make room."),
    ]
    monkeypatch.setattr(command, "examine", lambda: iter(findings))
    result = run("--no-color")
    assert result.exit_code == 1
    assert "wrong  Disk    0.1 GB free" in result.output
    assert "Make room." in result.output
    assert "not ready yet" in result.output


def test_a_note_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding("curl", State.note, "not found", "Install it.")
    monkeypatch.setattr(command, "examine", lambda: iter([finding]))
    result = run()
    assert result.exit_code == 0
    assert "Install it." in result.output


def test_an_old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "python_version", lambda: "3.9.2")
    assert_told(software.python(), State.wrong, "3.9.2, and >=3", "python.org")


def test_an_old_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.31.1")
    assert_told(software.sqlite(), State.wrong, "3.31.1, and 3.35", "newer Python")


def test_a_missing_distribution_is_named() -> None:
    lacking = Dependencies(missing=["flask>=3.1"])
    finding = software.of_dependencies("Flask", lacking, 'pip install ".[flask]"')
    assert_told(finding, State.wrong, "flask>=3.1", 'pip install ".[flask]"')


def test_a_missing_distribution_of_the_command_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        software,
        "installed_version",
        lambda name: None if name == "jinja2" else metadata.version(name),
    )
    assert_told(
        software.own_dependencies(),
        State.wrong,
        "installed: jinja2>=",
        "pip install",
    )


def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    url = f"postgresql://ada:geheim@127.0.0.1:{port}/x"
    monkeypatch.setenv("DATABASE_URL", url)
    finding = software.postgresql()
    assert_told(finding, State.wrong, "cannot be used", "unset it")
    assert "geheim" not in finding.found


def test_a_database_url_that_names_no_postgresql(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://ada:geheim@127.0.0.1/x")
    finding = software.postgresql()
    assert_told(finding, State.wrong, "DATABASE_URL must be postgresql://", "unset it")
    assert "geheim" not in finding.found


def test_without_the_embedded_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(software, "embedded_program", lambda: None)
    finding = software.postgresql()
    assert_told(finding, State.note, "does not start", ".[postgresql]")


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = SimpleNamespace(total=10, used=9, free=1)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    assert_told(machine.disk("Disk", tmp_path), State.wrong, "0.0 GB", "Make room")


def test_a_folder_that_must_not_be_written_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    finding = machine.disk("Disk", tmp_path)
    assert_told(finding, State.wrong, "Permission denied", "a folder of your own")


def test_a_machine_that_does_not_hear_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket, "create_connection", refuse)
    assert_told(machine.loopback(), State.wrong, "timed out", "firewall")


def test_no_free_port(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise ports.PortError("no free port")

    monkeypatch.setattr(ports, "Port", refuse)
    assert_told(machine.free_ports(), State.wrong, "no free port", "restart")


def test_a_port_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        monkeypatch.setattr(machine, "SERVE_PORT", busy.getsockname()[1])
        finding = machine.serve_port()
    assert_told(finding, State.note, "in use", "--port")


@pytest.mark.skipif(os.name == "nt", reason="Windows asks the registry too")
def test_a_proxy_between_this_machine_and_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "")
    assert urllib.request.getproxies()["http"]
    assert_told(machine.proxy(), State.note, "127.0.0.1", "no_proxy")
    monkeypatch.setenv("no_proxy", "localhost,127.0.0.1")
    assert machine.proxy().state is State.good


def test_a_system_without_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert_told(machine.fork(), State.note, "waitress", "Nothing to do")


def test_programs_that_are_good_to_have(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise webbrowser.Error

    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(webbrowser, "get", none)
    assert_told(machine.curl(), State.note, "not found", "Install it")
    assert_told(machine.browser(), State.note, "not found", "any browser")
