"""Server processes start, are waited for, stop, and leave nobody behind."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fourways.ports import Port
from fourways.process import ServerProcess, StartError, environment_of, health
from fourways.process import wait_until as wait

SERVER = """
import os, signal, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(os.environ.get("STATUS", "200")))
        self.end_headers()

signal.signal(signal.SIGTERM, lambda *_: sys.exit(int(os.environ.get("EXIT", "0"))))
print("hello from", os.environ.get("SECRET", "nobody"))
HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
"""

DEAF = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


class Starter:
    """Makes server processes of a program and ends them after the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[ServerProcess] = []

    def __call__(self, program: str, **environment: str) -> ServerProcess:
        port = Port()
        process = ServerProcess(
            [sys.executable, "-c", program],
            directory=self._folder,
            environment={"PORT": str(port.number), **environment},
            log=self._folder / f"{port.number}.log",
            host="127.0.0.1",
            port=port.number,
        )
        self._made.append(process)
        return process

    def close(self) -> None:
        for process in self._made:
            process.kill()


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Starter]:
    with contextlib.closing(Starter(tmp_path)) as starter:
        yield starter


def runs(pid: int) -> bool:
    """Whether a process runs; one that ended and was not asked for does not."""
    found = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True
    )
    return bool(found.stdout.strip()) and not found.stdout.startswith("Z")


def test_start_wait_and_terminate(make: Starter) -> None:
    server = make(SERVER)
    server.start()
    server.wait()
    assert server.exit_status() is None
    assert health("127.0.0.1", server.port) == 200
    assert "hello from nobody" in server.output()
    assert server.terminate() == 0
    assert health("127.0.0.1", server.port) is None


def test_the_exit_status_is_the_servers(make: Starter) -> None:
    server = make(SERVER, EXIT="3")
    server.start()
    server.wait()
    assert server.terminate() == 3


def test_up_but_not_ready(make: Starter) -> None:
    server = make(SERVER, STATUS="503")
    server.start()
    server.wait(ready=False)
    with pytest.raises(StartError, match="GET /health answered 503 for 0 seconds"):
        server.wait(seconds=0)


def test_a_server_that_ends_early_is_reported_at_once(make: Starter) -> None:
    server = make("import sys; print('out'); sys.exit('because of this')")
    server.start()
    with pytest.raises(StartError, match="ended with status 1") as caught:
        server.wait()
    assert "out\nbecause of this" in str(caught.value)


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    server = ServerProcess(
        ["/no/such/program"],
        directory=tmp_path,
        environment={},
        log=tmp_path / "log",
        host="127.0.0.1",
        port=1,
    )
    with pytest.raises(StartError, match=r"/no/such/program: No such file"):
        server.start()


def test_who_does_not_end_is_killed_with_all_children(make: Starter) -> None:
    server = make(DEAF)
    server.start()
    assert wait(lambda: server.output().strip().isdigit(), seconds=20)
    child = int(server.output())
    assert server.terminate(seconds=0.1) == -signal.SIGKILL
    assert wait(lambda: not runs(child), seconds=20)


def test_nothing_outlives_a_killed_owner(tmp_path: Path) -> None:
    owner = f"""
import os, signal
from pathlib import Path
from fourways.process import ServerProcess
folder = Path({str(tmp_path)!r})
server = ServerProcess(
    [{sys.executable!r}, "-c", {DEAF!r}], directory=folder, environment={{}},
    log=folder / "log", host="127.0.0.1", port=1,
)
server.start()
while not server.output().strip():
    pass
print(server.pid, server.output().strip(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    result = subprocess.run(
        [sys.executable, "-c", owner], capture_output=True, text=True
    )
    assert result.returncode == -signal.SIGKILL, result.stderr
    server, child = (int(pid) for pid in result.stdout.split())
    assert wait(lambda: not runs(server) and not runs(child), seconds=20)


def test_settings_are_not_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///mine.db")
    monkeypatch.setenv("SOMETHING", "else")
    environment = environment_of({"PORT": "1"})
    assert "DATABASE_URL" not in environment
    assert environment["SOMETHING"] == "else"
    assert environment["PORT"] == "1"
    assert os.environ["DATABASE_URL"] == "sqlite:///mine.db"


def test_ports_are_never_given_twice() -> None:
    ports = [Port() for _ in range(50)]
    assert len({port.number for port in ports}) == 50
    for port in ports:
        port.release()
