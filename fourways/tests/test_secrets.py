"""Passwords, tokens and keys: not in the process list, in no output, in no record.

What backends log is for the contract to say (auth-11), what reports hide for
test_report_secrets.py.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from contract_tests.support.users import User, sign_up
from fourways import databases, discovery, postgres
from fourways.cli import app
from fourways.databases.database import Database
from fourways.placeholders import PLACEHOLDERS
from fourways.ports import Port
from fourways.process import ServerProcess
from fourways.reports.secrets import TOKEN, hide

DATABASE_PASSWORD = "sekret-of-the-database"
SECRET_KEY = "sekret-key-that-signs-what-django-signs-0123456789abcdef"
BACKENDS = [backend.name for backend in discovery.backends()]


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """A PostgreSQL that takes any password."""
    try:
        fresh = databases.fresh("postgresql")
    except postgres.PostgresError as error:
        pytest.skip(str(error))
    if not postgres.embedded():
        pytest.skip("DATABASE_URL names another PostgreSQL, which asks for its own")
    yield fresh
    fresh.drop()


@pytest.fixture
def port() -> Iterator[Port]:
    taken = Port()
    yield taken
    taken.release()


def with_password(url: str) -> str:
    """The URL of the embedded PostgreSQL, `postgresql://postgres:@/...`, with one."""
    user, _, rest = url.partition("@")
    assert user.endswith(":"), f"this URL has another form: {url}"
    return f"{user}{DATABASE_PASSWORD}@{rest}"


def process_list() -> str:
    """What every user of the machine may see of every process."""
    listed = subprocess.run(["ps", "-A", "-o", "args="], capture_output=True, text=True)
    return listed.stdout


@pytest.mark.parametrize("name", BACKENDS)
def test_serving_shows_no_secret_to_others_and_prints_none(
    name: str, database: Database, port: Port, tmp_path: Path
) -> None:
    mine = database.copy()
    command = [sys.executable, "-m", "fourways", "serve", name]
    command += ["--port", str(port.number)]
    environment = {
        **os.environ,
        "DATABASE_URL": with_password(mine.url),
        "SECRET_KEY": SECRET_KEY,
        "WORKERS": "1",
    }
    server = ServerProcess(
        command,
        directory=discovery.REPOSITORY,
        environment=environment,
        log=tmp_path / "log",
        host="127.0.0.1",
        port=port.number,
    )
    server.start()
    server.wait()
    url = f"http://127.0.0.1:{port.number}"
    user = sign_up(url)
    seen = process_list()
    # PostgreSQL logs the statements that fail.
    mine.break_()
    assert statuses_of(user, url) == [500, 500]
    server.terminate()
    mine.drop()
    printed = server.output()
    logged = log_of_postgresql()

    assert f"serve {name} --port {port.number}" in seen, "this list is not of here"
    assert "***" in printed, "this does not tell where the data is"
    assert secrets_in(seen, user) == []
    assert secrets_in(printed, user) == []
    assert "SELECT" in logged, "this log has no statements"
    assert secrets_in(logged, user) == []


def statuses_of(user: User, url: str) -> list[int]:
    """Of two requests that bring a token and a password."""
    body = {"username": user.username, "password": user.password}
    return [
        httpx.get(
            f"{url}/tags", headers={"Authorization": f"Bearer {user.token}"}
        ).status_code,
        httpx.post(f"{url}/tokens", json=body).status_code,
    ]


def log_of_postgresql() -> str:
    cluster = postgres.cluster()
    assert isinstance(cluster, postgres.EmbeddedCluster)
    return cluster.log()


def secrets_in(text: str, user: User) -> list[str]:
    secrets = [DATABASE_PASSWORD, SECRET_KEY, user.password, user.token]
    return [secret for secret in secrets if secret in text]


def test_a_command_of_a_backend_cannot_name_what_is_secret() -> None:
    # So a DATABASE_URL or a key can come by the environment alone.
    assert set(PLACEHOLDERS) == {"python", "host", "port", "workers", "threads"}


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_password_among_the_arguments_is_refused(command: str) -> None:
    url = f"postgresql://ada:{DATABASE_PASSWORD}@localhost/bookmarks"
    result = CliRunner().invoke(app, [command, "scratch", "--database-url", url])
    assert result.exit_code == 2
    assert "give it in the environment, as DATABASE_URL" in result.stderr
    assert DATABASE_PASSWORD not in result.stderr


def test_no_token_stands_in_what_is_recorded() -> None:
    folder = discovery.REPOSITORY / "docs"
    files = [file for kind in ("md", "json") for file in folder.rglob(f"*.{kind}")]
    assert folder / "evidence" / "exchanges.json" in files
    for file in files:
        # What cosmic-ray writes in the place of an exception makes one long word.
        text = file.read_text("utf-8").replace("CosmicRayTestingException", " ")
        words = TOKEN.findall(text)
        # 43 random characters have a digit; the name of a test may have none.
        words = [word for word in words if any(letter.isdigit() for letter in word)]
        assert [word for word in words if hide(word, ()) != word] == [], file
