"""A server that should refuse its settings is not waited for once it answers."""

import sys
from pathlib import Path

import pytest

from fourways import launch
from fourways.manifest import Backend, ServerCommand
from fourways.ports import Port
from fourways.process import StartError
from fourways.tests.test_process import SERVER


@pytest.mark.parametrize("status", ["200", "503"])
def test_a_server_that_answers_anything_has_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: str
) -> None:
    monkeypatch.setattr(launch, "LOOK_SECONDS", 0.1)
    server = ServerCommand("python", (sys.executable, "-c", SERVER))
    backend = Backend("b", "B", "Python", tmp_path, tmp_path, ("sqlite",), (server,))
    port = Port()
    settings = {"PORT": str(port.number), "STATUS": status}
    with pytest.raises(StartError, match="it started, and answers GET /health"):
        launch.run_server(backend, server, settings, seconds=20)
    port.release()
