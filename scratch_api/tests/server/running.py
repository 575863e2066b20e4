"""A real server process on a free port, and a client that sees the bytes."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

PATIENCE = 10.0
HELLO = b"GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
CLOSE = b"GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


def until(condition: Callable[[], bool], what: str) -> None:
    """Look again and again, for as long as our patience lasts."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.005)


class Server:
    """`python -m scratch_api.server` as a context manager."""

    def __init__(self, *options: str, app: str = "app", read_log: bool = True) -> None:
        """Start it and wait for its first line; perhaps nobody reads the others."""
        command = [sys.executable, "-m", "scratch_api.server"]
        command += [f"scratch_api.tests.server.app:{app}", "--port", "0", *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        self.log = self.process.stderr.readline()
        match = re.search(r"http://127\.0\.0\.1:(\d+)", self.log)
        assert match, self.log
        self.port = int(match[1])
        if not read_log:
            self.process.stderr.close()
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()

    def _read_log(self) -> None:
        if self.process.stderr is not None and not self.process.stderr.closed:
            for line in self.process.stderr:
                self.log += line

    def __enter__(self) -> Self:
        """Nothing to do: it runs already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it, whatever it takes."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._reader.join(PATIENCE)

    def stop(self) -> int:
        """Send SIGTERM and return the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def connect(self, *, small: bool = False) -> "Client":
        """Open a connection, `small`: with little room for what it does not read."""
        return Client(self.port, small=small)

    def talk(self, data: bytes) -> bytes:
        """Send, and return everything until the server closes."""
        with self.connect() as client:
            client.send(data)
            return client.rest()

    def ask(self, path: str) -> "Response":
        """One GET on a connection of its own."""
        with self.connect() as client:
            client.send(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            return client.response()


@dataclass
class Response:
    """What a client reads."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def __getitem__(self, name: str) -> str | None:
        """Return a header, or None; it must not be there twice."""
        values = [value for key, value in self.headers if key == name.lower()]
        assert len(values) < 2, f"{name} is repeated: {values}"
        return values[0] if values else None


class Client:
    """A socket that reads responses strictly by their framing."""

    def __init__(self, port: int, *, small: bool = False) -> None:
        """Connect."""
        self.sock = socket.socket()
        self.sock.settimeout(PATIENCE)
        if small:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self.sock.connect(("127.0.0.1", port))
        self._file = self.sock.makefile("rb")

    def __enter__(self) -> Self:
        """Nothing to do: it is connected."""
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Close."""
        self._file.close()
        self.sock.close()

    def send(self, data: bytes) -> None:
        """Send everything."""
        self.sock.sendall(data)

    def rest(self) -> bytes:
        """Return everything until the server closes."""
        return self._file.read()

    def response(self, *, head_only: bool = False) -> Response:
        """Read one response."""
        line = self._file.readline().decode()
        assert line.startswith("HTTP/1.1 "), f"no status line: {line!r}"
        response = Response(int(line[9:12]))
        while (line := self._file.readline().decode("latin-1")) != "\r\n":
            assert line.endswith("\r\n"), f"the head has no end: {line!r}"
            name, _, value = line.partition(":")
            response.headers.append((name.lower(), value.strip()))
        if head_only or response.status in (100, 204, 304):
            return response
        if response["Transfer-Encoding"] == "chunked":
            assert response["Content-Length"] is None
            response.body = self._chunks()
        else:
            length = response["Content-Length"]
            response.body = self._file.read(None if length is None else int(length))
        return response

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self._file.readline(), 16):
            body += self._file.read(size)
            assert self._file.read(2) == b"\r\n"
        assert self._file.read(2) == b"\r\n"
        return body


class Pipe:
    """Holds the application in `/wait?PATH` until it is told to go on."""

    def __init__(self, path: str) -> None:
        """Make a named pipe."""
        self.path = path
        os.mkfifo(path)
        self._writer = -1

    def until_entered(self) -> None:
        """Wait until the application waits."""
        until(self._opened, "for the application to be called")

    def _opened(self) -> bool:
        try:
            self._writer = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            return False  # nobody has opened the other end yet
        return True

    def go_on(self) -> None:
        """Let the application answer."""
        os.close(self._writer)
