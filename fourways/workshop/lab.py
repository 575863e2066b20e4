"""What a check works with: the learner's program, and requests to it."""

import json
import secrets
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from fourways.workshop import wire
from fourways.workshop.answers import read_response
from fourways.workshop.expect import expect_status
from fourways.workshop.response import Failed, Response
from fourways.workshop.running import (
    ENDED,
    NotListening,
    Patience,
    Program,
    run_to_the_end,
)
from fourways.workshop.wire import Exchange

Headers = Sequence[tuple[str, str]]
AUTHORIZATION: Final = "Authorization"
PASSWORD: Final = "correct horse battery staple"
MIGRATE_SECONDS: Final = 30.0
QUEUE_SECONDS: Final = 20.0
MOST_PRINTED: Final = 5_000_000


@dataclass
class Setup:
    """How the learner's program is run: from `folder`, printing into `output`."""

    folder: Path
    run: str
    migrate: str | None
    output: Path
    half: str = ""
    tokens: bool = False
    patience: Patience = field(default_factory=Patience)


class Lab:
    """The program of one stage while its checks are made.

    It is started when it is needed, and again after it has ended. Its database is
    in a folder of the lab's own: what the learner has stored is left alone.
    """

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.last: Exchange | None = None
        self._users: dict[str, tuple[str, str]] = {}
        self._program: Program | None = None
        self._database = "bookmarks.db"
        self._made = 0
        self._scratch = tempfile.TemporaryDirectory(prefix="fourways-")

    @property
    def folder(self) -> Path:
        """A folder for databases, gone afterwards."""
        return Path(self._scratch.name)

    @property
    def program(self) -> Program:
        """The program, running."""
        if self._program is None or self._program.exit_status() is not None:
            self.stop()
            if not (self.folder / self._database).exists():
                self.migrate(self._database)
            setup, settings = self.setup, self.settings(self._database)
            self._program = Program(
                setup.run, setup.folder, setup.output, settings, setup.patience
            )
        return self._program

    def settings(self, database: str) -> Mapping[str, str]:
        """The environment of the program, with a database in the lab's folder."""
        return {"DATABASE_URL": f"sqlite:///{self.folder / database}"}

    def stop(self) -> None:
        """Kill the program, if it runs; the next request starts it again."""
        if self._program is not None:
            self._program.stop()
            self._program = None

    def state(self) -> str:
        """What has become of the program, in one sentence."""
        if self._program is None:
            return "It does not run."
        self._program.has_ended(0.05)
        return self._program.state()

    def printed_bytes(self) -> int:
        """How much the program has printed so far."""
        output = self.setup.output
        return output.stat().st_size if output.exists() else 0

    def printed(self, begin: int) -> str:
        """What it has printed since then."""
        output = self.setup.output
        if not output.exists():
            return ""
        with output.open("rb") as file:
            file.seek(begin)
            return file.read(MOST_PRINTED).decode("utf-8", "backslashreplace")

    def close(self) -> None:
        """End the program and remove the lab's folder."""
        self.stop()
        self._scratch.cleanup()

    def connect(self, exchange: Exchange, program: Program | None) -> socket.socket:
        """A connection to the program. Raises Failed."""
        self.last = exchange
        try:
            return (program or self.program).connect()
        except NotListening as trouble:
            raise Failed(
                str(trouble), "a program that listens on $PORT, and goes on", exchange
            ) from None

    def exchange(
        self,
        exchange: Exchange,
        program: Program | None = None,
        seconds: float | None = None,
    ) -> Exchange:
        """Send a request on a connection of its own, read to the end. Raises Failed.

        With `program` it must still be that one: it is not started again.
        """
        program = program or self.program
        with self.connect(exchange, program) as connection:
            wire.send(connection, exchange.pieces)
            seconds = seconds or self.setup.patience.answer
            exchange.received, exchange.end = wire.receive(connection, seconds)
        if not exchange.received and program.has_ended():
            raise Failed(f"Nothing came back: {ENDED}.", "a response", exchange)
        return exchange

    def request(
        self,
        method: str,
        path: str,
        *,
        json_body: object = None,
        body: bytes = b"",
        headers: Headers = (),
        program: Program | None = None,
    ) -> Response:
        """Send a request and take its response apart. Raises Failed."""
        exchange = self.prepare(method, path, json_body, body, headers)
        return read_response(self.exchange(exchange, program))

    def send(self, exchange: Exchange) -> Response:
        """Send what was prepared and take its response apart. Raises Failed.

        May be called from threads: each may wait until the others are served.
        """
        return read_response(self.exchange(exchange, self._program, QUEUE_SECONDS))

    def prepare(
        self,
        method: str,
        path: str,
        json_body: object = None,
        body: bytes = b"",
        headers: Headers = (),
    ) -> Exchange:
        """A request that is not sent yet."""
        headers = [*headers]
        if self.setup.tokens and all(name != AUTHORIZATION for name, _ in headers):
            headers = [*bearer(self.token()), *headers]
        headers = [each for each in headers if each[1] or each[0] != AUTHORIZATION]
        if json_body is not None:
            body = json.dumps(json_body, ensure_ascii=False).encode()
            headers = [("Content-Type", "application/json"), *headers]
        host = f"127.0.0.1:{self.program.port}"
        return wire.request(method, path, host, headers, body)

    def in_pieces(self, method: str, *pieces: bytes) -> Response:
        """Send bytes as they are, with a pause between the pieces. Raises Failed."""
        return read_response(self.exchange(Exchange(method, pieces)))

    def hang_up(self, data: bytes) -> None:
        """Connect, send this, and leave without reading. Raises Failed."""
        exchange = Exchange("GET", [data])
        with self.connect(exchange, None) as connection:
            wire.send(connection, exchange.pieces)

    @contextmanager
    def holding(self, data: bytes, connections: int) -> Iterator[None]:
        """Have connections open meanwhile that sent this and no more. Raises Failed."""
        with ExitStack() as stack:
            for _ in range(connections):
                connection = self.connect(Exchange("GET", [data]), None)
                stack.enter_context(connection)
                wire.send(connection, [data])
            yield

    def make_bookmark(self, **members: object) -> Response:
        """The 201 of a bookmark of its own. Raises Failed."""
        self._made += 1
        url = f"https://example.org/{self._made}"
        sent = {"url": url, "title": f"Bookmark {self._made}", **members}
        response = self.request("POST", "/bookmarks", json_body=sent)
        expect_status(response, 201)
        return response

    def token(self) -> str:
        """The token of a user of the database that is in use. Raises Failed."""
        return self.user()[1]

    def user(self) -> tuple[str, str]:
        """The name and the token of that user. Raises Failed."""
        if self._database not in self._users:
            name = self.sign_up()
            self._users[self._database] = name, self.sign_in(name)
        return self._users[self._database]

    def sign_up(self) -> str:
        """Make a user; returns the name. Raises Failed."""
        name = f"user-{secrets.token_hex(6)}"
        body = {"username": name, "password": PASSWORD}
        response = self.request("POST", "/users", json_body=body, headers=bearer(""))
        expect_status(response, 201)
        return name

    def sign_in(self, name: str) -> str:
        """Make a token for that user. Raises Failed."""
        body = {"username": name, "password": PASSWORD}
        response = self.request("POST", "/tokens", json_body=body, headers=bearer(""))
        expect_status(response, 201)
        found = response.json()
        token = found.get("token") if isinstance(found, dict) else None
        if not isinstance(token, str) or not token:
            raise Failed(
                "There is no token in the body.", '{"token": "..."}', response.exchange
            )
        return token

    def path_of(self, made: Response) -> str:
        """Where a 201 says that the new thing is. Raises Failed."""
        found = made.value("Location")
        if not found:
            raise Failed("There is no Location.", "Location", made.exchange)
        # It may be relative to what was asked, or a whole URL (RFC 9110 10.2.2).
        try:
            return urlsplit(urljoin(made.exchange.path, found)).path
        except ValueError:
            wrong = f"The Location is {found}, which is no URL."
            raise Failed(wrong, "a URL, or its path", made.exchange) from None

    def migrate(self, database: str) -> None:
        """Run the migrations on a database in the lab's folder. Raises Failed."""
        setup = self.setup
        if setup.migrate is None:
            return
        settings = self.settings(database)
        shown = setup.migrate.replace("{python}", "python")
        command = f"{shown} ends with status 0"
        try:
            done = run_to_the_end(
                setup.migrate, setup.folder, settings, MIGRATE_SECONDS
            )
        except subprocess.TimeoutExpired:
            seconds = f"{MIGRATE_SECONDS:g} seconds"
            raise Failed(
                f"The migration runs longer than {seconds}.", command
            ) from None
        with setup.output.open("a", encoding="utf-8") as file:
            file.write(done.stdout)
        if done.returncode:
            raise Failed(
                f"The migration ended with status {done.returncode}.",
                command,
            )

    @contextmanager
    def on_database(self, name: str) -> Iterator[Path]:
        """Run the program on another database meanwhile."""
        self.stop()
        before, self._database = self._database, name
        try:
            yield self.folder / name
        finally:
            self.stop()
            self._database = before


def bearer(token: str) -> Headers:
    """The header with a token; without one, that there shall be none."""
    return [(AUTHORIZATION, f"Bearer {token}" if token else "")]
