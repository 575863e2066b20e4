"""Connections: which are kept, and which are not made at all."""

import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scratch_api.database import Database
from scratch_api.drivers import Sqlite


def test_no_connection_is_kept_that_can_only_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(f"sqlite:///{tmp_path}/some.db", create=True)
    with monkeypatch.context() as patch:
        # For root every file can be written, but on a disk that is mounted read-only.
        patch.setattr(os, "access", lambda file, mode: False)
        for _ in range(2):
            with (
                pytest.raises(sqlite3.OperationalError, match="cannot be written to"),
                database.read(),
            ):
                pass
    with database.write() as session:
        session.execute("CREATE TABLE numbers (number INTEGER)")


def test_those_that_make_a_file_at_once_all_get_it(tmp_path: Path) -> None:
    at_once = threading.Barrier(8)

    def connect(file: Path) -> str:
        at_once.wait()
        connection = Sqlite(f"sqlite:///{file}", create=True).connect()
        [(mode,)] = connection.execute("PRAGMA journal_mode").fetchall()
        connection.close()
        return str(mode)

    with ThreadPoolExecutor(8) as pool:
        for number in range(40):
            file = tmp_path / f"{number}.db"
            assert set(pool.map(connect, [file] * 8)) == {"wal"}
