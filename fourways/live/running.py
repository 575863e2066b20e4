"""A backend while it runs: a server process of its own on a fresh database.

One request at a time, one worker and one thread: what it logs and what SQL it runs
while it answers is about that request alone.
"""

import json
import os
import shutil
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fourways import discovery, launch, watchdog
from fourways.databases.sqlite import SqliteDatabase
from fourways.live import compose, wire
from fourways.live.visitor import Visitor
from fourways.manifest import Backend
from fourways.ports import Port
from fourways.process import ServerProcess, StartError, wait_until

HOOK: Final = Path(__file__).parent / "hook"
LOG_SECONDS: Final = 0.5
"""How long a log line may come behind its answer."""
STOP_SECONDS: Final = 3.0
SETTINGS: Final = {
    "HOST": "127.0.0.1",
    "WORKERS": "1",
    "THREADS": "1",
    "CORS_ORIGINS": "https://app.example",
}


@dataclass(frozen=True)
class Answer:
    """What one backend made of a request."""

    sent: bytes
    received: wire.Received
    log: str
    sql: tuple[str, ...]
    values: Mapping[str, str]
    """Of the placeholders, here."""
    note: str = ""
    """Why a placeholder is empty."""


class Running:
    """One backend. `start` it, `send`, `stop`; all may take seconds."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.seconds = wire.SECONDS
        self.server = discovery.default_server(backend)
        self.port = Port()
        self.address = f"127.0.0.1:{self.port.number}"
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._folder = Path(tempfile.mkdtemp(prefix="fourways-live-"))
        watchdog.watch_folder(str(self._folder))
        self._database = SqliteDatabase()
        self._log = _Tail(self._folder / "server.log", self._folder / "server.out")
        self._sql = _Tail(self._folder / "sql.jsonl")
        self._process: ServerProcess | None = None
        self._stopped = False
        self._visitors = [
            Visitor(f"http://{self.address}", name) for name in ("ada", "grace")
        ]

    def start(self) -> None:
        """Migrate, serve, sign two users up. Raises StartError."""
        settings = {
            **SETTINGS,
            "DATABASE_URL": self._database.url,
            "PORT": str(self.port.number),
        }
        try:
            self._migrate(settings)
            self._serve(settings)
        except StartError as error:
            name = self.backend.name
            raise StartError(f"{name} did not start: {error}") from None
        for visitor in self._visitors:
            visitor.sign_up()

    def _migrate(self, settings: Mapping[str, str]) -> None:
        if self.backend.migrate:
            result = launch.migrate(self.backend, settings)
            if result.returncode:
                raise StartError(f"migrate: {result.stderr or result.stdout}")

    def _serve(self, settings: Mapping[str, str]) -> None:
        paths = [str(HOOK), os.environ.get("PYTHONPATH", "")]
        watched = {
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "FOURWAYS_SQL_FILE": str(self._sql.files[0]),
        }
        log = self._log.files[0]
        process = launch.server(self.backend, self.server, {**settings, **watched}, log)
        with self._starting:
            if self._stopped:  # Ctrl-C, while it was migrated
                raise StartError("it was stopped")
            process.start()
            self._process = process
        process.wait()

    def send(self, template: str, more: Mapping[str, str]) -> Answer:
        """Send a request, with these placeholders too. Raises compose.TooLong."""
        with self._lock:
            ada, grace = self._visitors
            self._log.skip()
            asked = ada.look()
            # Its log lines may come behind its answers: they are not of interest.
            wait_until(lambda: self._log.read().count("\n") >= asked, LOG_SECONDS)
            theirs = {"theirs": grace.bookmark}
            values = {"host": self.address, **ada.values(), **theirs, **more}
            sent = compose.to_bytes(template, values)
            self._log.skip()
            self._sql.skip()
            received = wire.exchange("127.0.0.1", self.port.number, sent, self.seconds)
            wait_until(self._log.has_grown, LOG_SECONDS)
            sql = tuple(json.loads(line) for line in self._sql.read().splitlines())
            return Answer(sent, received, self._log.read(), sql, values, ada.problem)

    def stop(self) -> None:
        """End the server and remove all that was made for it."""
        with self._starting:
            self._stopped = True
            if self._process:
                self._process.terminate(STOP_SECONDS)
        for visitor in self._visitors:
            visitor.close()
        self._database.drop()
        self.port.release()
        shutil.rmtree(self._folder, ignore_errors=True)


class _Tail:
    """What is written into files from some moment on."""

    def __init__(self, *files: Path) -> None:
        self.files = files
        self._seen = dict.fromkeys(files, 0)

    def skip(self) -> None:
        """Everything until now is of no interest."""
        self._seen = {file: self._size(file) for file in self.files}

    def has_grown(self) -> bool:
        """Whether a whole line came since."""
        return self.read().endswith("\n")

    def read(self) -> str:
        """What came since."""
        texts = []
        for file, seen in self._seen.items():
            if self._size(file) > seen:
                with file.open("rb") as content:
                    content.seek(seen)
                    texts.append(content.read().decode("utf-8", "replace"))
        return "".join(texts)

    def _size(self, file: Path) -> int:
        return file.stat().st_size if file.exists() else 0
