"""By which versions the evidence was made: Python, SQLite, what backends bring."""

import platform
import sqlite3
from collections.abc import Iterable

from fourways.dependencies import dependencies_of, installed_version
from fourways.discovery import default_server
from fourways.manifest import Backend

# A patch of Python, or of SQLite, is a matter of the machine and not of the lock.
OF_THE_MACHINE = ("python", "sqlite")


def versions_of(backends: Iterable[Backend]) -> dict[str, str]:
    """Versions by name, the machine's first."""
    found: dict[str, str] = {}
    for backend in backends:
        if backend.extra:
            found |= dependencies_of(backend.extra).installed
        for name in default_server(backend).distributions:
            found[name] = installed_version(name) or "not installed"
    machine = (platform.python_version(), sqlite3.sqlite_version)
    return {
        **dict(zip(OF_THE_MACHINE, machine, strict=True)),
        **dict(sorted(found.items())),
    }
