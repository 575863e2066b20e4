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
from fourways.reports.secrets import TOKEN


def started(port: Port, folder: Path) -> "subprocess.Popen[str]":
    """The command, once its page is there; temporary files go into the folder."""
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
        env={**os.environ, "TMPDIR": str(folder)},
    )
    assert process.stdout is not None
    while not process.stdout.readline().startswith("Open http://127.0.0.1:"):
        assert process.poll() is None
    return process


def ended(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """What it printed after its start, on stdout and stderr, until Ctrl-C ended it."""
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=30)


def test_ctrl_c_ends_all_that_it_started(tmp_path: Path) -> None:
    port = Port()
    process = started(port, tmp_path)
    start = httpx.get(f"http://127.0.0.1:{port.number}/start").json()
    [backend] = start["backends"]
    output, errors = ended(process)
    assert (process.returncode, errors) == (0, "")
    assert output.endswith("\nEnded.\n")
    for address in (backend["address"], f"127.0.0.1:{port.number}"):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])))
    assert list(tmp_path.iterdir()) == []
    port.release()


def test_the_terminal_shows_no_secret_that_a_page_sends(tmp_path: Path) -> None:
    """The terminal may be on the wall too; the page shows what its user typed."""
    port = Port()
    process = started(port, tmp_path)
    secret = "typed-on-the-wall"
    raw = f"GET /tags?password={secret} HTTP/1.1\nHost: {{host}}\n"
    raw += f"Authorization: Bearer {{token}}\nX-Token: {secret}\n\n"
    address = f"http://127.0.0.1:{port.number}/send"
    # A request that the page does not take is one, too.
    httpx.post(f"{address}?{secret}", json={"raw": raw, secret: secret})
    [answer] = httpx.post(address, json={"raw": raw}).json()["answers"]
    output, errors = ended(process)
    token = answer["sent"].partition("Bearer ")[2].split()[0]
    assert TOKEN.fullmatch(token), f"this sent no token: {answer['sent']}"
    assert secret in answer["sent"]
    assert not any(each in output + errors for each in (secret, token))
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
