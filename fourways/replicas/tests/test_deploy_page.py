"""docs/deploy.md is true: its commands, run in its order, make what it says."""

import contextlib
import http.client
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_tests.support.users import sign_up
from fourways import postgres
from fourways.discovery import backends
from fourways.replicas import access_log, nginx
from fourways.replicas.group import cluster
from fourways.replicas.page import PAGE, current, measured
from fourways.replicas.result import with_lost_tests
from fourways.replicas.scenarios import SCENARIOS
from fourways.replicas.tests.sandbox import Sandbox, commands_of
from fourways.terminal import Mistake

TEXT = PAGE.read_text("utf-8")
LINES = list(commands_of(TEXT))
BACKEND = "backend=scratch"


@pytest.fixture
def installed() -> None:
    """What the page installs first, and this machine must have."""
    try:
        nginx.find()
    except Mistake as mistake:
        pytest.skip(str(mistake))
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")


@pytest.fixture
def where(
    installed: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[postgres.Cluster]:
    """A PostgreSQL of our own: the page makes a role, which stays."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with cluster() as found:
        yield found


@pytest.fixture
def machine(where: postgres.Cluster) -> Iterator[Sandbox]:
    # Not tmp_path: it lies in a folder that is closed to others.
    with (
        tempfile.TemporaryDirectory(prefix="fourways-deploy-") as folder,
        contextlib.closing(Sandbox(Path(folder), where.url)) as sandbox,
    ):
        yield sandbox


def test_the_commands_of_the_page_make_what_it_says(machine: Sandbox) -> None:
    lines = iter(LINES)
    for line in lines:
        machine.run(BACKEND if line.startswith("backend=") else line)
        if "/health" in line:
            assert json.loads(machine.printed) == {"status": "ok"}
        if line == "curl -fsS http://127.0.0.1/health":
            break
    # Its folder is made with the units.
    sqlite = machine.folder / "var" / "lib" / "fourways" / "bookmarks.db"
    with contextlib.closing(sqlite3.connect(sqlite)) as connection:
        connection.execute("CREATE TABLE kept (word TEXT)")
    user = sign_up(f"http://127.0.0.1:{machine.port}")
    for line in lines:
        machine.run(line)
        if line.startswith("tail "):
            assert access_log.parse(machine.printed.strip()).path == "/tokens"
    copy = machine.folder / "var" / "backups" / "bookmarks.db"
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    assert status(machine, "GET", "/users/me", user.token) == 200
    check_own_answers(machine)


def check_own_answers(machine: Sandbox) -> None:
    """What nginx answers itself is a problem document."""
    large = b"x" * 80_000
    assert problem(machine, "POST", "/bookmarks", large) == (413, "Content too large")
    assert problem(machine, "GET", "/" + "x" * 9_000) == (414, "URI Too Long")
    assert problem(machine, "GET", "/fourways/502.json") == (404, "Not found")
    for name, process in machine.systemctl.running.items():
        if name != "nginx":
            process.kill()
    assert problem(machine, "GET", "/health") == (502, "Bad Gateway")


def problem(
    machine: Sandbox, method: str, path: str, body: bytes = b""
) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", machine.port, timeout=30)
    with contextlib.closing(connection):
        connection.request(method, path, body)
        response = connection.getresponse()
        assert response.getheader("Content-Type") == "application/problem+json"
        assert response.getheader("X-Content-Type-Options") == "nosniff"
        document = json.loads(response.read())
    assert document["status"] == response.status
    return response.status, document["title"]


@pytest.mark.parametrize(
    "line",
    [
        "sudo -u postgres pg_dump -Fc -f /var/backups/fourways.dump fourways",
        "sudo -u postgres pg_dump -Fc -f /var/backups/roots/fourways.dump fourways",
    ],
)
def test_a_file_where_the_named_user_may_not_write_is_refused(
    machine: Sandbox, line: str
) -> None:
    machine.run("install -d -m 700 /var/backups/roots")
    machine.run("install -d -o postgres -g postgres -m 700 /var/backups/fourways")
    with pytest.raises(AssertionError, match="postgres may not write into /var/backu"):
        machine.run(line)


def status(machine: Sandbox, method: str, path: str, token: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", machine.port, timeout=30)
    with contextlib.closing(connection):
        connection.request(method, path, headers={"Authorization": f"Bearer {token}"})
        return connection.getresponse().status


def test_every_block_of_commands_is_run_or_says_that_it_is_not_tested() -> None:
    fences = [
        line for line in TEXT.splitlines() if line.startswith("```") and line != "```"
    ]
    assert set(fences) == {"```sh", "```sh untested", "```text", "```nginx"}
    for fence in ("```sh untested", "```nginx"):
        before, _, _ = TEXT.partition(fence)
        assert "(*not tested*)" in before.strip().rsplit("\n\n", 1)[-1]


def test_the_written_parts_of_the_page_are_those_of_the_record() -> None:
    assert current(TEXT, measured()) == TEXT


def test_what_is_recorded_is_good_and_about_every_backend_and_scenario() -> None:
    outcomes = measured()
    assert {(each.backend, each.scenario) for each in outcomes} == {
        (backend.name, name) for backend in backends() for name in SCENARIOS
    }
    assert [each for each in outcomes if not each.good] == []
    for each in outcomes:
        assert all(answered > 0 for answered in each.answered)
        assert each.happened == len(SCENARIOS[each.scenario].moments)
        assert SCENARIOS[each.scenario].may_fail or not each.explained
    assert with_lost_tests(outcomes) == outcomes
