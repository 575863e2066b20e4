"""A worker ends with the process that started it."""

import signal
from threading import Event

import pytest
from fastapi.testclient import TestClient

from fastapi_api import main


class Parent:
    """A process that ends when it is told."""

    def __init__(self) -> None:
        self.ended = Event()

    def join(self) -> None:
        self.ended.wait(10.0)


def test_a_worker_whose_parent_ends_is_told_to_stop(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, told, signals = Parent(), Event(), []

    def note(number: int) -> None:
        signals.append(number)
        told.set()

    monkeypatch.setattr(main, "parent_process", lambda: parent)
    monkeypatch.setattr(signal, "raise_signal", note)
    with TestClient(main.create_app(), "http://localhost") as client:
        assert client.get("/health").status_code == 200
        assert signals == []
        parent.ended.set()
        assert told.wait(10.0)
    assert signals == [signal.SIGTERM]


def test_a_single_process_follows_nobody(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(main, "Thread", lambda **thread: started.append(thread))
    with TestClient(main.create_app(), "http://localhost") as client:
        assert client.get("/health").status_code == 200
    assert started == []
