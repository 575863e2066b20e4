"""A backend to be measured: on a database of its own, with somebody signed in to it.

with migrated(backend, "sqlite") as database:
    with serving(backend, database) as server:
        caller = sign_up(server.url)
"""

import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import httpx

from fourways import databases, discovery, launch, watchdog
from fourways.databases.database import Database
from fourways.manifest import Backend
from fourways.ports import Port
from fourways.process import ServerProcess, StartError

from .load import Ask, Target

NAKED: Final = discovery.REPOSITORY / "docs" / "naked"
"""The apps that the frameworks' own tutorials lead to, by the backend's name."""

# One process: uvicorn with several is held up by its socket, and not by the
# application (docs/performance.md), which is what is measured here.
SETTINGS: Final = {"WORKERS": "1", "THREADS": "8"}
PAGE: Final = 20
"""Bookmarks of whoever signs up: a page of the default length."""


@dataclass(frozen=True)
class Caller:
    """Somebody who is signed in, and has some bookmarks."""

    url: str
    authorization: str
    bookmark: str
    """Where one of them is, such as /bookmarks/7."""

    def target(self, *asks: Ask) -> Target:
        """These requests of theirs, again and again."""
        return Target(self.url, asks, self.authorization)

    def at(self, url: str) -> "Caller":
        """The same caller, at another server on the same database."""
        return replace(self, url=url)

    def asks(self, letters: str) -> list[Ask]:
        """R reads a bookmark of theirs, L lists 20 with tags, C creates one."""
        kinds = {
            "R": Ask("GET", self.bookmark),
            "L": Ask("GET", f"/bookmarks?limit={PAGE}"),
            "C": Ask("POST", "/bookmarks"),
        }
        return [kinds[letter] for letter in letters]

    def client(self) -> httpx.Client:
        """For single requests of theirs."""
        headers = {"Authorization": self.authorization}
        return httpx.Client(base_url=self.url, headers=headers, timeout=120)


def quickstart_of(backend: Backend) -> Backend | None:
    """The app of its framework's tutorial. There is none for the standard library."""
    folder = NAKED / backend.name
    return discovery.find(str(folder)) if folder.is_dir() else None


def check_installed(backend: Backend) -> None:
    """Raise StartError if it lacks something that can be installed."""
    if lacking := discovery.missing(backend):
        raise StartError(
            f"{backend.name} needs {', '.join(lacking)}: "
            f"{discovery.install_command(backend)}"
        )


@contextmanager
def migrated(backend: Backend, kind: str) -> Iterator[Database]:
    """A fresh database with the backend's tables: sqlite or postgresql."""
    check_installed(backend)
    database = databases.fresh(kind)
    try:
        if backend.migrate:
            result = launch.migrate(backend, {"DATABASE_URL": database.url})
            if result.returncode:
                raise StartError(f"{backend.name}: migrate failed:\n{result.stderr}")
        yield database
    finally:
        database.drop()


@contextmanager
def serving(
    backend: Backend,
    database: Database,
    settings: Mapping[str, str] | None = None,
    *,
    wait: bool = True,
) -> Iterator[ServerProcess]:
    """The backend on its default server; ended and cleared away afterwards.

    It is ready, unless `wait` is false: then it is not even started.
    """
    folder = tempfile.mkdtemp(prefix="fourways-bench-")
    watchdog.watch_folder(folder)
    port = Port()
    process = launch.server(
        backend,
        discovery.default_server(backend),
        {
            **SETTINGS,
            "DATABASE_URL": database.url,
            "PORT": str(port.number),
            **(settings or {}),
        },
        Path(folder) / "log",
    )
    try:
        if wait:
            process.start()
            process.wait()
        yield process
    finally:
        process.kill()
        port.release()
        shutil.rmtree(folder, ignore_errors=True)


def url_of(server: ServerProcess) -> str:
    """Where it answers."""
    return f"http://{server.host}:{server.port}"


def sign_up(url: str, bookmarks: int = PAGE) -> Caller:
    """Somebody new with that many bookmarks, two tags on each."""
    credentials = {
        "username": f"bench-{secrets.token_hex(4)}",
        "password": secrets.token_urlsafe(12),
    }
    with httpx.Client(base_url=url, timeout=30) as client:
        client.post("/users", json=credentials).raise_for_status()
        answer = client.post("/tokens", json=credentials).raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        for number in range(bookmarks):
            made = client.post("/bookmarks", json=bookmark(number)).raise_for_status()
        place = f"/bookmarks/{made.json()['id']}"
        return Caller(url, client.headers["Authorization"], place)


def bookmark(number: int) -> dict[str, object]:
    """A body for POST /bookmarks."""
    return {
        "url": f"https://example.com/{number}",
        "title": f"Read me {number}",
        "tags": ["one", "two"],
    }
