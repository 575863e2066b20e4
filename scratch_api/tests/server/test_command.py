"""The command line: one clear line for what is wrong, and a non-zero exit."""

import socket
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

APP = "scratch_api.tests.server.app:app"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    command = [sys.executable, "-m", "scratch_api.server", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=10)


run_once = lru_cache(run)

WRONG = {
    "port not a number": ([APP, "--port", "http"], "to 65535, not 'http'"),
    "port too large": ([APP, "--port", "65536"], "--port: must be a number from 0 "),
    "no workers": ([APP, "--workers", "0"], "--workers: must be a number from 1, "),
    "no threads": ([APP, "--threads=-1"], "--threads: must be a number from 1, "),
    "no time": ([APP, "--head-timeout", "0"], "head_timeout must be greater than 0"),
    "a time that is none": (
        [APP, "--head-timeout", "nan"],
        "head_timeout must be greater than 0",
    ),
    "no app": ([], "the following arguments are required: MODULE:APP"),
    "no colon": (["module"], "'module' is not MODULE:APP"),
    "no module": (["nowhere.to_be:app"], "No module named 'nowhere'"),
    "no attribute": (["scratch_api.server:nothing"], "has no 'nothing'"),
    "not callable": (
        ["scratch_api.tests.server.app:not_callable"],
        "it cannot be called",
    ),
    "no such host": ([APP, "--host", "no-such-host.invalid"], "cannot listen on"),
    "not our host": ([APP, "--host", "192.0.2.1"], "does not have that address"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(name: str) -> None:
    arguments, message = WRONG[name]
    ended = run_once(*arguments)
    (line,) = ended.stderr.splitlines()
    assert message in line


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_without_a_traceback(name: str) -> None:
    ended = run_once(*WRONG[name][0])
    assert (ended.returncode > 0, "Traceback" in ended.stderr) == (True, False)


def test_a_port_in_use_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run(APP, "--port", str(port))
    assert (ended.returncode, ended.stderr) == (
        1,
        f"scratch_api.server: cannot listen on 127.0.0.1:{port}: port {port} is in use;"
        " stop that program or choose another port\n",
    )


def test_an_error_inside_the_application_names_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("import os\nos.environ['NOT_THERE']\n")
    source = str(Path(__file__).parents[3])
    code = f"import sys; sys.path.append({source!r}); sys.argv = ['x', 'broken:app']; "
    code += "from scratch_api.server.__main__ import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path
    )
    assert ended.stderr.strip().endswith(
        f"cannot import 'broken': KeyError: 'NOT_THERE' ({broken}, line 2)"
    )


def test_help_names_every_limit() -> None:
    assert "--keep-alive-timeout SECONDS" in run("--help").stdout


def test_a_worker_that_cannot_start_ends_the_server() -> None:
    code = (
        "from scratch_api.server import ServerConfig, serve\n"
        "def start(): raise RuntimeError('no database')\n"
        "raise SystemExit(serve(None, ServerConfig(port=0), on_worker_start=start))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ended.returncode, "no database" in ended.stderr) == (1, True)


def test_a_server_that_cannot_start_does_not_speak_of_starting_another(
    tmp_path: Path,
) -> None:
    code = (
        "import os\n"
        "from scratch_api.server import ServerConfig, serve\n"
        f"def start(): os.mkdir({str(tmp_path / 'first')!r})  # the second one fails\n"
        "raise SystemExit(serve(None, ServerConfig(port=0), on_worker_start=start))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "starting another" not in ended.stderr
