"""A database file that may only be read."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from flask_api.database import make_engine


def test_no_connection_is_kept_that_can_only_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/some.db")
    with monkeypatch.context() as patch:
        # For root every file can be written, but on a disk that is mounted read-only.
        patch.setattr(os, "access", lambda file, mode: False)
        for _ in range(2):
            with pytest.raises(OperationalError, match="cannot be written to"):
                engine.connect()
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE numbers (number INTEGER)"))
    engine.dispose()
