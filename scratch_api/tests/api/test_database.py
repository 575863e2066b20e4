"""Connections: which are kept, and which are not made at all."""

import os
import sqlite3
from pathlib import Path

import pytest

from scratch_api.database import Database


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
