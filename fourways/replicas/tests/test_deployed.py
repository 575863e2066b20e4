"""The files of docs/deploy agree with the backends, and with each other."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from contract_tests.support.contract import contract
from fourways.discovery import REPOSITORY, backends
from fourways.manifest import Backend
from fourways.process import SETTINGS
from fourways.replicas import deployed
from fourways.replicas.nginx import PORTS, STOPPING

UNITS = {"api": deployed.API, "migrate": deployed.MIGRATE}
INSTALLED = "/opt/fourways"
PYTHON = f"{INSTALLED}/.venv/bin/python"


def drop_in(backend: Backend, unit: str) -> Path:
    return deployed.UNITS / backend.name / f"{unit}.conf"


@pytest.mark.parametrize("backend", backends(), ids=lambda each: each.name)
def test_the_commands_are_those_of_the_manifest(backend: Backend) -> None:
    assert backend.migrate
    for unit, command in {
        "api": backend.servers[0].command,
        "migrate": backend.migrate,
    }.items():
        file = drop_in(backend, unit)
        written = [PYTHON if word == "{python}" else word for word in command]
        assert deployed.commands(UNITS[unit], "ExecStart", {}, file) == [written]
        folder = f"WorkingDirectory={INSTALLED}/{relative(backend)}".rstrip("/.")
        assert folder in file.read_text("utf-8").splitlines()


def relative(backend: Backend) -> str:
    return backend.directory.relative_to(REPOSITORY).as_posix()


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd is not installed"
)
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    """Each backend's units at once, under names of their own."""
    files = []
    for backend in backends():
        for unit, file in UNITS.items():
            name = file.name.replace("fourways-", f"{backend.name}-")
            text = file.read_text("utf-8") + drop_in(backend, unit).read_text("utf-8")
            # It looks for the program, which is not in /opt here.
            (tmp_path / name).write_text(text.replace(PYTHON, "/bin/true"), "utf-8")
            files.append(str(tmp_path / name.replace("@.", "@8001.")))
            if "@" in name:
                (tmp_path / name.replace("@.", "@8001.")).symlink_to(tmp_path / name)
    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *files],
        capture_output=True,
        text=True,
    )
    ours = [line for line in result.stderr.splitlines() if str(tmp_path) in line]
    assert (result.returncode, ours) == (0, []), result.stderr


def test_the_environment_file_names_settings_alone() -> None:
    settings = deployed.settings()
    known = {*SETTINGS, "SECRET_KEY", "TRUSTED_PROXIES"}
    assert set(settings) <= known - {"PORT"}
    assert settings["TRUSTED_PROXIES"] == "1"


def test_units_and_nginx_agree_about_ports_and_the_file_of_a_stopping_replica() -> None:
    site = deployed.SITE.read_text("utf-8")
    for port in PORTS:
        assert (
            f"if (-f {STOPPING}/{port}.stopping) {{ set $replicas without_{port}; }}"
            in site
        )
        [alone] = re.findall(rf"upstream without_{port} {{\n(.*?)}}", site, re.S)
        others = [each for each in PORTS if each != port]
        assert re.findall(r"server 127\.0\.0\.1:(\d+) ", alone) == [
            str(each) for each in others
        ]
    unit = deployed.API.read_text("utf-8")
    assert f"touch {STOPPING}/%i.stopping" in unit
    assert f"rm -f {STOPPING}/%i.stopping" in unit


def test_nginx_has_a_problem_document_for_each_error_page() -> None:
    pages = re.findall(
        r"error_page (\d+)(?: =(\d+))? /fourways/(\d+)\.json;",
        deployed.SITE.read_text("utf-8"),
    )
    files = {file.stem for file in deployed.PROBLEMS.iterdir()}
    assert {file for _, _, file in pages} == files
    for code, status, file in pages:
        assert (status or code) == file
        problem = json.loads((deployed.PROBLEMS / f"{file}.json").read_text("utf-8"))
        known = contract().problems[problem["type"]]
        assert problem["status"] == int(file)
        assert known.status in (None, int(file))
        assert set(problem) == {"type", "title", "status", "detail"}


def test_a_file_that_changed_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "site.conf"
    file.write_text("listen 80;\n")
    assert deployed.adapted(file, {"80": "8080"}) == "listen 8080;\n"
    with pytest.raises(deployed.DeployError, match="there is no 'listen 81'"):
        deployed.adapted(file, {"listen 81": "listen 82"})


def test_a_later_command_takes_the_place_of_the_one_that_was_emptied(
    tmp_path: Path,
) -> None:
    unit, more = tmp_path / "a.service", tmp_path / "b.conf"
    unit.write_text("[Service]\nExecStart=/bin/a 'b c'\n")
    more.write_text("[Service]\nExecStart=\nExecStart=/bin/d %i\n")
    assert deployed.commands(unit, "ExecStart", {}) == [["/bin/a", "b c"]]
    assert deployed.commands(unit, "ExecStart", {"%i": "1"}, more) == [["/bin/d", "1"]]
    with pytest.raises(deployed.DeployError, match="there is no ExecStop="):
        deployed.commands(unit, "ExecStop", {})
