"""`fourways live` starts, tells where, and ends without a trace."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.ports import Port


def test_ctrl_c_ends_all_that_it_started(tmp_path: Path) -> None:
    port = Port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "fourways",
            "live",
            "scratch",
            "--port",
            str(port.number),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert process.stdout is not None
    while not process.stdout.readline().startswith("Open http://127.0.0.1:"):
        assert process.poll() is None
    start = httpx.get(f"http://127.0.0.1:{port.number}/start").json()
    [backend] = start["backends"]
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    assert output.endswith("\nEnded.\n")
    for address in (backend["address"], f"127.0.0.1:{port.number}"):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])))
    assert list(tmp_path.iterdir()) == []
    port.release()


def test_a_port_in_use_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(app, ["live", "--port", str(port)])
    assert result.exit_code == 2
    assert result.stderr.startswith(
        f"fourways: port {port} on 127.0.0.1 cannot be used"
    )
    assert result.stderr.count("\n") == 1


def test_a_backend_that_does_not_start_is_one_mistake(tmp_path: Path) -> None:
    (tmp_path / "backend.toml").write_text(
        'name = "fifth"\ntitle = "Fifth"\nlanguage = "Python"\ndatabases = ["sqlite"]\n'
        '[[servers]]\nname = "own"\n'
        'command = ["{python}", "-c", "import sys; sys.exit(\'no luck\')"]\n'
    )
    port = Port()
    result = CliRunner().invoke(
        app, ["live", "--backend", str(tmp_path), "--port", str(port.number)]
    )
    assert result.exit_code == 2
    assert "fourways: fifth did not start: it ended with status 1" in result.stderr
    assert "no luck" in result.stderr
    port.release()
