"""Backends are found by name beside `fourways/`, by path anywhere."""

from pathlib import Path

import pytest

from fourways import discovery
from fourways.manifest import Backend, ManifestError, ServerCommand

TOML = """
name = "{name}"
title = "Title"
language = "Python"
databases = ["sqlite"]

[[servers]]
name = "own"
command = ["own"]
"""


def make(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "backend.toml").write_text(TOML.replace("{name}", name))
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    make(root / "two_api", "two")
    make(root / "one_api", "one")
    return root


def test_backends_are_the_folders_with_a_manifest(root: Path) -> None:
    (root / "docs").mkdir()
    assert [backend.name for backend in discovery.backends(root)] == ["one", "two"]


def test_find_by_name(root: Path) -> None:
    assert discovery.find("two", root).folder == (root / "two_api").resolve()


def test_find_by_path(root: Path, tmp_path: Path) -> None:
    elsewhere = make(tmp_path / "elsewhere" / "three_api", "three")
    assert discovery.find(str(elsewhere), root).name == "three"
    assert discovery.find(str(elsewhere / "backend.toml"), root).name == "three"


def test_a_path_works_where_a_neighbour_is_broken(root: Path, tmp_path: Path) -> None:
    (root / "one_api" / "backend.toml").write_text("broken")
    elsewhere = make(tmp_path / "elsewhere" / "three_api", "three")
    assert discovery.find(str(elsewhere), root).name == "three"


def test_an_unknown_name_says_which_there_are(root: Path) -> None:
    with pytest.raises(ManifestError, match="must be one of one, two, or the path"):
        discovery.find("three", root)


def test_a_path_without_a_manifest(root: Path, tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"there is no such file"):
        discovery.find(str(tmp_path / "nowhere"), root)


def test_two_backends_of_one_name(root: Path, tmp_path: Path) -> None:
    other = make(tmp_path / "elsewhere", "one")
    with pytest.raises(ManifestError, match=r"name must not be 'one', which .* has"):
        discovery.find_all(["one", str(other)], root)
    make(root / "other_api", "one")
    with pytest.raises(ManifestError, match="name must not be 'one'"):
        discovery.backends(root)


def test_one_backend_named_twice_is_one(root: Path) -> None:
    assert len(discovery.find_all(["one", "one", str(root / "one_api")], root)) == 1


def backend(extra: str | None, *servers: ServerCommand) -> Backend:
    here = Path.cwd()
    return Backend("x", "X", "Python", here, here, ("sqlite",), servers, extra=extra)


def test_what_is_installed_is_not_missing() -> None:
    plain = backend("dev", ServerCommand("own", ("own",), distributions=("pytest",)))
    assert discovery.missing(backend(None, *plain.servers)) == []


def test_what_is_missing_is_named_with_the_command_that_installs_it() -> None:
    server = ServerCommand("own", ("own",), distributions=("no-such-distribution",))
    plain = backend("scratch", server)
    assert discovery.missing(plain) == ["no-such-distribution"]
    command = 'pip install ".[scratch]" no-such-distribution'
    assert discovery.install_command(plain) == command


def test_an_extra_names_its_distributions() -> None:
    assert "flask" in discovery.of_extra("flask")
    assert "pytest" not in discovery.of_extra("flask")
    assert discovery.of_extra("scratch") == ()


def test_the_default_server_is_the_first_that_can_run() -> None:
    absent = ServerCommand("absent", ("x",), distributions=("no-such-distribution",))
    there = ServerCommand("there", ("x",))
    assert discovery.default_server(backend(None, absent, there)) == there
    assert discovery.default_server(backend(None, absent)) == absent


def test_a_server_that_forks_needs_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    forks = ServerCommand("forks", ("x",), needs_fork=True)
    other = ServerCommand("other", ("x",))
    monkeypatch.delattr("os.fork")
    assert discovery.default_server(backend(None, forks, other)) == other


def test_a_server_by_name() -> None:
    one = backend(None, ServerCommand("one", ("x",)))
    assert discovery.server_named(one, "one").name == "one"
    with pytest.raises(ManifestError, match="has no server 'two': it has one"):
        discovery.server_named(one, "two")
