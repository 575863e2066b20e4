"""The master when the system has no process to give."""

import errno
import os
import signal
import socket
from collections.abc import Iterator

import pytest

from scratch_api.server import ServerConfig
from scratch_api.server.master import Master

from .app import app


class Enough(Exception):
    """Ends a master that would go on trying."""


@pytest.fixture
def master() -> Iterator[Master]:
    """One that has not begun."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Master(app, ServerConfig(workers=1), listener)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_server_that_cannot_fork(
    master: Master, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    tries = []

    def fork() -> int:
        tries.append("another")
        if len(tries) > 2:
            raise Enough
        os.kill(os.getpid(), number)
        raise OSError(errno.EAGAIN, "no process left")

    monkeypatch.setattr(os, "fork", fork)
    assert master.run() == 0


def test_a_fork_that_fails_is_tried_again(
    master: Master, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [OSError(errno.EAGAIN, "no process left"), Enough()]

    def fork() -> int:
        raise answers.pop(0)

    monkeypatch.setattr(os, "fork", fork)
    with pytest.raises(Enough):
        master.run()
