"""A backend under the tracer, on a fresh database, with a user who is signed in.

with session(backend) as opened:
    trace = opened.trace(asked)
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import IO, Final

from fourways import databases, launch, watchdog
from fourways.databases.database import Database
from fourways.discovery import install_command, missing
from fourways.manifest import Backend
from fourways.process import environment_of, kill_group
from fourways.trace.model import Trace
from fourways.trace.recorded import from_json
from fourways.trace.socket_client import Answer, Asked, send

APPS: Final = {"fastapi": "fastapi_api.main:create_app()"}
"""Where no server command of the backend.toml names the application itself."""

PASSWORD: Final = "a password for the trace"

SETTINGS: Final = {
    "WORKERS": "1",
    "THREADS": "1",
    "SECRET_KEY": "a key for the trace, which no other process has to know",
    # The order of sets of texts is then the same in every process.
    "PYTHONHASHSEED": "0",
}


class TraceError(Exception):
    """A backend cannot be traced; the message says why."""


def app_of(backend: Backend) -> str:
    """The application as `MODULE:APP`. Raises TraceError."""
    if backend.name in APPS:
        return APPS[backend.name]
    for server in backend.servers:
        for word in server.command:
            module, colon, _ = word.partition(":")
            if colon and all(part.isidentifier() for part in module.split(".")):
                return word
    raise TraceError(
        f"{backend.name}: no server command in its backend.toml names the application"
        " as MODULE:APP; only applications in Python can be traced"
    )


class Process:
    """The runner, and what to say to it."""

    def __init__(
        self, backend: Backend, settings: dict[str, str], log: IO[str]
    ) -> None:
        self._log = log
        command = [sys.executable, "-m", "fourways.trace.runner", app_of(backend)]
        self._process = subprocess.Popen(
            [*command, backend.name, str(backend.folder), backend.extra or ""],
            cwd=backend.directory,
            env=environment_of(settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.id = self._process.pid
        watchdog.watch_group(self.id)
        self.port = int(self._read())

    def say(self, line: str) -> str:
        """Its answer to a line. Raises TraceError if it has ended."""
        assert self._process.stdin is not None
        try:
            print(line, file=self._process.stdin, flush=True)
        except OSError:
            raise TraceError(f"it ended{self._printed()}") from None
        return self._read()

    def stop(self) -> None:
        """End it."""
        kill_group(self.id)
        self._process.communicate()
        watchdog.forget_group(self.id)

    def _read(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            raise TraceError(f"it ended{self._printed()}")
        return line

    def _printed(self) -> str:
        self._log.seek(0)
        printed = self._log.read().strip()
        return f"; it printed:\n{printed}" if printed else "; it printed nothing"


class Session:
    """A backend that runs under the tracer, and a user who is signed in to it."""

    def __init__(self, backend: Backend, database: Database, log: IO[str]) -> None:
        self.backend = backend
        self._settings = {**SETTINGS, "DATABASE_URL": database.url}
        self._log = log
        self._process = Process(backend, self._settings, log)
        self._numbers = count(1)
        self.username = ""
        self.token = ""

    @property
    def process_id(self) -> int:
        """Of the process that runs the backend."""
        return self._process.id

    def fresh(self) -> int:
        """A number that this session has not used."""
        return next(self._numbers)

    def credentials(self, username: str) -> dict[str, str]:
        """What signs a user up or in."""
        return {"username": username, "password": PASSWORD}

    def sign_up(self) -> None:
        """Make a user, and sign in. Raises TraceError."""
        self.username = f"trace-{self.fresh():04}"
        self.do(Asked("POST", "/users", body=self._credentials()), 201)
        self.sign_in()

    def sign_in(self) -> None:
        """Get another token. Raises TraceError."""
        answer = self.do(Asked("POST", "/tokens", body=self._credentials()), 201)
        self.token = answer.json()["token"]

    def _credentials(self) -> bytes:
        return json.dumps(self.credentials(self.username)).encode()

    def do(self, asked: Asked, status: int) -> Answer:
        """What prepares a request. Raises TraceError for another status."""
        answer = self.send(asked)
        if answer.status != status:
            raise TraceError(
                f"{asked.method} {asked.path} answered {answer.status}, not {status}"
            )
        return answer

    def send(self, asked: Asked) -> Answer:
        """Send a request that is not recorded."""
        return send(asked, self._process.port)

    def trace(self, asked: Asked) -> Trace:
        """Send a request and record it. Raises TraceError."""
        self._process.say("trace")
        answer = self.send(asked)
        line = self._process.say(f"result {answer.status}")
        if line.strip() == "null":
            raise TraceError(
                f"the server answered {answer.status} itself, without the application"
            )
        return replace(
            from_json(line),
            title=self.backend.title,
            request=text_of(asked.raw()),
            response=text_of(answer.raw),
        )

    def restart(self) -> None:
        """A new process, which has answered nothing yet, on the same database."""
        self._process.stop()
        self._process = Process(self.backend, self._settings, self._log)

    def stop(self) -> None:
        """End the process."""
        self._process.stop()


def text_of(raw: bytes) -> str:
    """Bytes of HTTP as text."""
    return raw.decode("utf-8", "backslashreplace").replace("\r\n", "\n")


@contextmanager
def session(backend: Backend) -> Iterator[Session]:
    """A session, ended and cleared away afterwards. Raises TraceError, StartError."""
    if lacking := missing(backend):
        raise TraceError(
            f"{backend.name} needs {', '.join(lacking)}: {install_command(backend)}"
        )
    database = databases.fresh("sqlite")
    try:
        if backend.migrate:
            settings = {**SETTINGS, "DATABASE_URL": database.url}
            result = launch.migrate(backend, settings)
            if result.returncode != 0:
                printed = f"{result.stdout}{result.stderr}".strip()
                raise TraceError(f"{backend.name} could not be migrated:\n{printed}")
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
            opened = Session(backend, database, log)
            try:
                opened.sign_up()
                yield opened
            finally:
                opened.stop()
    finally:
        database.drop()
