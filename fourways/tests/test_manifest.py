"""Every mistake in a backend.toml is one message that says what would be right."""

from pathlib import Path

import pytest

from fourways.manifest import FILE_NAME, Backend, ManifestError, ServerCommand, load

GOOD = """
name = "tiny"
title = "Tiny"
language = "Python"
databases = ["sqlite"]

[migrate]
command = ["{python}", "migrate.py"]
first = ["{python}", "migrate.py", "1"]
seed = "seed.sql"

[[servers]]
name = "own"
command = ["{python}", "serve.py", "--port", "{port}"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny_api"
    folder.mkdir()
    (folder / "seed.sql").write_text("-- nothing")
    write(folder, GOOD)
    return folder


def write(folder: Path, text: str) -> None:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")


def error_of(folder: Path) -> str:
    with pytest.raises(ManifestError) as caught:
        load(folder)
    message = str(caught.value)
    assert "\n" not in message
    assert str(folder) in message
    return message


def test_a_backend_is_what_its_file_says(folder: Path) -> None:
    assert load(folder) == Backend(
        name="tiny",
        title="Tiny",
        language="Python",
        folder=folder.resolve(),
        directory=folder.resolve(),
        databases=("sqlite",),
        servers=(ServerCommand("own", ("{python}", "serve.py", "--port", "{port}")),),
        migrate=("{python}", "migrate.py"),
        migrate_first=("{python}", "migrate.py", "1"),
        seed=folder.resolve() / "seed.sql",
    )


def test_the_file_itself_may_be_named(folder: Path) -> None:
    assert load(folder / FILE_NAME) == load(folder)


def test_a_server_may_need_more(folder: Path) -> None:
    more = 'needs_fork = true\ndistributions = ["gunicorn"]\n'
    write(folder, GOOD + more)
    (server,) = load(folder).servers
    assert server.needs_fork
    assert server.distributions == ("gunicorn",)


def test_a_backend_may_have_no_migrations(folder: Path) -> None:
    head, rest = GOOD.split("[migrate]")
    write(folder, head + rest[rest.index("[[servers]]") :])
    backend = load(folder)
    assert backend.migrate is None
    assert backend.seed is None


def test_commands_may_run_elsewhere(folder: Path) -> None:
    write(folder, 'directory = ".."\n' + GOOD)
    assert load(folder).directory == folder.parent.resolve()


def test_no_file(tmp_path: Path) -> None:
    assert "there is no such file" in error_of(tmp_path)


def test_no_toml(folder: Path) -> None:
    write(folder, "name = flask")
    assert "is not valid TOML" in error_of(folder)


def test_no_utf_8(folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b'name = "\xff"')
    assert "cannot be read" in error_of(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "tiny"', "", "name is missing"),
        ('name = "tiny"', 'name = "Tiny"', "name must be small letters"),
        ('name = "tiny"', 'name = "4ways"', "name must be small letters"),
        ('name = "tiny"', 'name = "tiny\\n"', "name must be small letters"),
        ('name = "tiny"', "name = 4", "name must be a text in quotes, not 4"),
        ('title = "Tiny"', 'title = " "', "title must be a text"),
        ('language = "Python"', 'langauge = "Python"', "language is missing"),
        ('title = "Tiny"', 'title = "Tiny"\ncolour = "red"', "colour is not a key"),
        ('"sqlite"', '"oracle"', "databases must list"),
        ('["sqlite"]', "[]", "databases must list"),
        ('["sqlite"]', '["sqlite", "sqlite"]', "databases must list"),
        ('["sqlite"]', '"sqlite"', "databases must be a list"),
        ('"seed.sql"', '"other.sql"', "migrate.seed must be a file"),
        ('seed = "seed.sql"', "", "migrate.first belongs together with seed"),
        ('first = ["{python}", "migrate.py", "1"]', "", "belongs together with seed"),
        ('seed = "seed.sql"', 'seed = "seed.sql"\nx = 1', "migrate.x is not a key"),
        ('command = ["{python}", "migrate.py"]', "", "migrate.command is missing"),
        ('"{port}"', '"{ports}"', "servers[1].command has {ports}; the placeholders"),
        ('"{python}", "migrate.py"]', "]", "migrate.command must not be empty"),
        ('name = "own"', 'name = "own"\nneeds_fork = "yes"', "must be true or false"),
        ("[[servers]]", "[servers]", "servers must be tables, [[servers]]"),
        ("[[servers]]", "[[server]]", "server"),
        ("[migrate]", "[[migrate]]", "migrate must be a table, [migrate]"),
        ('name = "tiny"', 'name = "tiny"\ndirectory = "none"', "must be a folder"),
    ],
)
def test_a_mistake_is_named(folder: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    write(folder, GOOD.replace(old, new))
    assert message in error_of(folder)


def test_two_servers_of_one_name(folder: Path) -> None:
    write(folder, GOOD + '[[servers]]\nname = "own"\ncommand = ["x"]\n')
    assert "servers must have names of their own" in error_of(folder)


def test_limits_of_a_further_server(folder: Path) -> None:
    write(
        folder,
        GOOD
        + '[[servers]]\nname = "other"\ncommand = ["x"]\n'
        + 'limits = { wire-1 = "It closes." }\n',
    )
    assert load(folder).servers[-1].limits == {"wire-1": "It closes."}
