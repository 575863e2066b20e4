"""Every wrong command line ends with one clear message and a status of its own."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fourways.cli import app
from fourways.ports import Port
from fourways.postgres import WRONG_URL


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env=environment)


def mistake(*arguments: str) -> str:
    """The message of a command that refuses, on one line."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize("command", ["serve", "migrate", "test"])
def test_an_unknown_backend_is_told_with_those_that_are_there(command: str) -> None:
    message = mistake(command, "flsk")
    assert message.startswith('fourways: there is no backend "flsk".')
    assert 'Did you mean "flask"?' in message
    assert "scratch" in message
    assert "given by the path of its folder" in message


@pytest.mark.parametrize(
    "command", [["test", "--backend"], ["serve"], ["list", "--backend"]]
)
def test_a_folder_without_a_manifest_is_told(
    command: list[str], tmp_path: Path
) -> None:
    message = mistake(*command, str(tmp_path))
    assert "a backend is a folder with a backend.toml" in message


def test_a_broken_manifest_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "backend.toml").write_text('name = "fifth"\ntitle = 5\n')
    message = mistake("test", "--backend", str(tmp_path))
    assert f"{tmp_path}/backend.toml: title must be a text in quotes" in message


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_bad_port_is_told(port: str) -> None:
    assert "--port" in mistake("serve", "scratch", "--port", port)


def test_a_bad_port_in_the_environment_is_told_as_the_setting() -> None:
    result = run("serve", "scratch", PORT="http")
    assert result.exit_code == 2
    assert result.stderr.startswith("fourways: PORT is 'http': it must be a whole ")
    assert result.stderr.count("\n") == 1


def test_an_option_goes_before_the_environment() -> None:
    result = run("serve", "scratch", "--port", "0", PORT="8000")
    assert result.stderr.startswith("fourways: Invalid value for '--port'")


def test_a_port_in_use_is_told_with_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        message = mistake("serve", "scratch", "--port", str(port))
    assert f"port {port} on 127.0.0.1 cannot be used" in message
    assert "Choose another" in message


def test_an_address_of_another_machine_is_told_as_such() -> None:
    # 192.0.2.0/24 is for documentation: no machine has it.
    message = mistake("serve", "scratch", "--host", "192.0.2.1")
    assert "HOST must be an address of this machine, not '192.0.2.1'" in message


def test_an_unknown_server_is_told_with_those_that_are_there() -> None:
    assert "it has gunicorn, waitress" in mistake("serve", "flask", "--server", "nginx")
    assert "it has gunicorn, waitress" in mistake("test", "flask", "--server", "nginx")


@pytest.mark.parametrize("level", ["0", "4", "9", "two"])
def test_a_level_that_is_none_is_told(level: str) -> None:
    assert "--level" in mistake("test", "--level", level)


@pytest.mark.parametrize("command", [["test"], ["bench", "api"]])
def test_an_unknown_database_is_told_with_those_that_are_there(
    command: list[str],
) -> None:
    assert mistake(*command, "--database", "mysql") == (
        "fourways: Invalid value for '--database': 'mysql' is not one of 'sqlite', "
        f"'postgresql'. See: fourways {' '.join(command)} --help"
    )


def test_a_name_that_is_missing_is_told_in_one_sentence() -> None:
    told = "fourways: Missing argument 'name'. See: fourways serve --help"
    assert mistake("serve") == told


@pytest.mark.parametrize(
    "command", [["test", "scratch"], ["fuzz", "scratch"], ["bench", "api", "scratch"]]
)
def test_a_wrong_database_url_is_told_before_the_run(command: list[str]) -> None:
    url = "postgres://me:geheim@127.0.0.1/x"
    result = run(*command, "--database", "postgresql", DATABASE_URL=url)
    assert result.exit_code == 2
    assert result.stderr == f"fourways: {WRONG_URL}\n"


def test_an_unknown_rule_is_told_with_the_nearest() -> None:
    message = mistake("test", "--requirement", "rout-4")
    assert 'no rule "rout-4". Did you mean "route-4"?' in message


@pytest.mark.parametrize(
    ("name", "meant"),
    [("rout", "routing"), ("athentication", "auth"), ("Conditional", "conditional")],
)
def test_an_unknown_concern_is_told_with_the_nearest(name: str, meant: str) -> None:
    message = mistake("test", "--concern", name)
    assert f'no concern "{name}". Did you mean "{meant}"?' in message


@pytest.mark.parametrize("name", ["settings", "testing"])
def test_a_concern_without_rules_is_told_as_such(name: str) -> None:
    message = mistake("test", "--concern", name)
    assert f'the concern "{name}" has no rules in the contract' in message
    assert "fourways diff" in message


@pytest.mark.parametrize("name", ["report.pdf", "report", "no/such\0folder/r.html"])
def test_a_report_that_cannot_be_written_is_told_before_the_run(name: str) -> None:
    assert "--report" in mistake("test", "--report", name)


@pytest.mark.parametrize(
    "url", ["localhost:8000", "ftp://localhost", "http://", "http://localhost:x"]
)
def test_what_is_no_url_is_told(url: str) -> None:
    assert "--url must be like http://localhost:8000" in mistake("test", "--url", url)


def test_a_url_where_nobody_answers_is_told() -> None:
    port = Port()
    message = mistake("test", "--url", f"http://127.0.0.1:{port.number}")
    assert "no server answers there" in message
    port.release()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--url", "http://x", "flask"], "--url tests what runs there"),
        (["--url", "http://x", "--server", "y"], "--url tests what runs there"),
        (["--anonymous"], "--anonymous is about the server at --url"),
        (["--server", "x", "--other-servers"], "give only one"),
        (["fastapi", "--other-servers"], "no other server of these backends"),
    ],
)
def test_options_that_contradict_each_other_are_told(
    arguments: list[str], message: str
) -> None:
    assert message in mistake("test", *arguments)


def test_an_unknown_command_is_told_with_the_nearest() -> None:
    assert "Did you mean 'serve'?" in mistake("sevre")


def test_the_module_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fourways", "test", "flsk"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith('fourways: there is no backend "flsk".')
