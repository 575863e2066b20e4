"""What a unit runs is run here, and a failure of it is told."""

from pathlib import Path

import pytest

from fourways.discovery import find
from fourways.ports import Port
from fourways.process import StartError
from fourways.replicas import deployed
from fourways.replicas.group import Replica, settings_for


@pytest.fixture
def replica(tmp_path: Path) -> Replica:
    return Replica(find("scratch"), {}, tmp_path, 8001, Port())


def test_a_replica_that_stops_leaves_the_file_that_nginx_looks_for(
    replica: Replica, tmp_path: Path
) -> None:
    replica.obey("ExecStop")
    assert [file.name for file in tmp_path.iterdir()] == ["8001.stopping"]


def test_a_command_that_fails_is_told(
    replica: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = tmp_path / "a.service"
    unit.write_text("[Service]\nExecStop=/bin/sh -c 'exit 3'\nExecStart=/no/program\n")
    monkeypatch.setattr(deployed, "API", unit)
    with pytest.raises(StartError, match=r"ExecStop= of a\.service: .*status 3"):
        replica.obey("ExecStop")
    with pytest.raises(StartError, match=r"ExecStart= of a\.service: .*No such file"):
        replica.obey("ExecStart")


def test_the_settings_are_those_of_the_environment_file_but_for_names() -> None:
    written, here = deployed.settings(), settings_for("postgresql://x")
    other = {name for name in written if written[name] != here[name]}
    assert other == {"DATABASE_URL", "ALLOWED_HOSTS", "CORS_ORIGINS"}
    assert here["DATABASE_URL"] == "postgresql://x"
