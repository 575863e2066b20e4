"""Look about every millisecond which line each thread of this process is at.

Python imports a module of this name at start, wherever it stands on PYTHONPATH (docs
of the module `site`): so a backend is watched without a change to it. Where
FOURWAYS_SAMPLES is not set nothing is done. It names a folder. While the file `now` in
it holds a word, samples are taken; after that they are in WORD.PID.json, a list of

    [how often, [[file, function, line] of each thread]]

A line that calls C stays the line that is seen. So that SQLite can be told from who
calls it, its methods are wrapped here: they are seen as lines of this file. Code
without a file (`<string>`) counts as the module's that it was made in, or its caller's.
"""

import ctypes
import json
import os
import random
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

FOLDER = Path(os.environ.get("FOURWAYS_SAMPLES", ""))
EVERY_SECONDS = 0.001
LOOK_SECONDS = 0.02
SWITCH_SECONDS = 1e-5
"""So soon a thread lets the sampler run. With Python's own 5 ms, samples would be taken
almost only where a thread lets others run by itself: where it calls the system."""
PR_SET_TIMERSLACK = 29

Place = tuple[str, str, int]
Look = tuple[Place, ...]


def watch() -> None:
    """Wait for a word, sample, write; again and again."""
    # Linux ends a sleep up to 50 us late, to save power.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_TIMERSLACK, 1)
    while True:
        if word := told():
            usual = sys.getswitchinterval()
            sys.setswitchinterval(SWITCH_SECONDS)
            file = FOLDER / f"{word}.{os.getpid()}.part"
            file.touch()
            seen = sample(word)
            sys.setswitchinterval(usual)
            write(file, seen)
        time.sleep(LOOK_SECONDS)


def told() -> str:
    """The word, if there is one."""
    try:
        return (FOLDER / "now").read_text("utf-8")
    except OSError:
        return ""


def sample(word: str) -> Counter[Look]:
    """How often threads were seen where they are, while the word was told."""
    seen: Counter[Look] = Counter()
    own = threading.get_ident()
    while told() == word:
        # This is asked for less often: it costs more than a look.
        end = time.monotonic() + LOOK_SECONDS
        while time.monotonic() < end:
            # Not in step with anything that the process does itself.
            time.sleep(EVERY_SECONDS * random.uniform(0.5, 1.5))
            frames = sys._current_frames()
            places = [place(at) for thread, at in frames.items() if thread != own]
            seen[tuple(sorted(places))] += 1
    return seen


def place(frame: FrameType) -> Place:
    """Where a thread is."""
    at: FrameType | None = frame
    while at is not None:
        code = at.f_code
        file = code.co_filename
        if file.startswith("<") and not file.startswith("<frozen "):
            file = at.f_globals.get("__file__") or ""
        if file:
            return file, code.co_qualname, at.f_lineno or code.co_firstlineno
        at = at.f_back
    return "", frame.f_code.co_qualname, 0


def write(part: Path, seen: Counter[Look]) -> None:
    """Under its last name all at once, for who waits for it."""
    part.write_text(json.dumps([[seen[look], look] for look in seen]), "utf-8")
    part.rename(part.with_suffix(".json"))


def called(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method written in C, with a line of Python around it."""

    def call(self: Any, *arguments: Any, **options: Any) -> Any:
        return method(self, *arguments, **options)

    return call


class Cursor(sqlite3.Cursor):
    """Stands below the cursor classes of others."""


class Connection(sqlite3.Connection):
    """Stands below the connection classes of others."""

    def cursor(self, factory: Any = Cursor) -> Any:
        """As that of sqlite3.Connection."""
        return super().cursor(factory)


def wrap_sqlite() -> None:
    """Before anybody derives a class of their own from the driver's."""
    driver: Any = sqlite3
    of_cursors = ("execute", "executemany", "fetchone", "fetchmany", "fetchall")
    for name in (*of_cursors, "__next__"):
        setattr(Cursor, name, called(getattr(driver.Cursor, name)))
    for name in ("execute", "executemany", "commit", "rollback", "__exit__"):
        setattr(Connection, name, called(getattr(driver.Connection, name)))
    connect = driver.connect

    def connected(*arguments: Any, **options: Any) -> Any:
        return connect(*arguments, **{"factory": Connection, **options})

    for module in (driver, driver.dbapi2):
        module.Cursor, module.Connection = Cursor, Connection
        module.connect = connected


def start() -> None:
    """Watch from a thread of its own."""
    threading.Thread(target=watch, name="fourways-samples", daemon=True).start()


if FOLDER.name:
    wrap_sqlite()
    start()
    # A thread does not live on in a process that was forked off.
    os.register_at_fork(after_in_child=start)
