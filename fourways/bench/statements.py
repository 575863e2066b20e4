"""What a request says to its database, written down by hook/ while it is answered.

settings = watching(file)                  for a backend that is to be watched
statements = write_down(client, file, ask)
"""

import os
import pickle
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import httpx

from .load import Ask

HOOK: Final = Path(__file__).with_name("hook")
URL: Final = "https://example.com/written-down"
"""The url of the bookmark whose creation is written down."""

WARM: Final = 3
"""Requests before the one that counts: it then meets open connections."""
QUIET_SECONDS: Final = 0.05
"""When nothing was said for so long, a request is over: some end after the answer."""

Event = tuple[Any, ...]
"""As hook/sitecustomize.py describes them."""


@dataclass(frozen=True)
class Statements:
    """The events of one request, and what each new connection was told before.

    `made` is the id of the bookmark that the request created, if it did.
    """

    setup: tuple[Event, ...]
    events: tuple[Event, ...]
    made: int | None = None

    @property
    def count(self) -> int:
        """How many statements there are; ends of transactions are none."""
        return sum(event[0].startswith("execute") for event in self.events)


def watching(file: Path) -> Mapping[str, str]:
    """What the environment of a backend needs, so that its events go into a file."""
    paths = [str(HOOK), os.environ.get("PYTHONPATH", "")]
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "FOURWAYS_STATEMENTS": str(file),
    }


def write_down(client: httpx.Client, file: Path, ask: Ask) -> Statements:
    """Ask a few times; what the last request said to the database."""
    for _ in range(WARM):
        _send(client, ask, f"{URL}/{secrets.token_hex(8)}")
    _wait_for_quiet(file)
    before = len(read(file))
    made = _send(client, ask, URL)
    _wait_for_quiet(file)
    events = read(file)
    return Statements(_setup(events[:before]), tuple(events[before:]), made)


def _send(client: httpx.Client, ask: Ask, url: str) -> int | None:
    """Ask once; the id of the bookmark that this made, if it made one."""
    if ask.method == "GET":
        client.get(ask.path).raise_for_status()
        return None
    body = {"url": url, "title": "Read me", "tags": ["one", "two"]}
    id: int = client.post(ask.path, json=body).raise_for_status().json()["id"]
    return id


def _wait_for_quiet(file: Path) -> None:
    size = -1
    while size != (now := file.stat().st_size):
        size = now
        time.sleep(QUIET_SECONDS)


def read(file: Path) -> list[Event]:
    """All events of a file, in their order."""
    return list(_events(file.read_bytes()))


def _events(content: bytes) -> Iterator[Event]:
    stream = BytesIO(content)
    while stream.tell() < len(content):
        yield pickle.load(stream)


def _setup(events: Iterable[Event]) -> tuple[Event, ...]:
    """What prepares a connection of SQLite: each PRAGMA once."""
    pragmas = {event[1]: event for event in events if _is_pragma(event)}
    return tuple(pragmas.values())


def _is_pragma(event: Event) -> bool:
    return event[0] == "execute" and str(event[1]).upper().startswith("PRAGMA")
