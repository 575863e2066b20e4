"""What happens to a connection that was opened when nothing could be written."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from flask_api.database import make_engine


def test_a_read_only_connection_does_not_stay_in_the_pool(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/some.db")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE numbers (number INTEGER)"))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    insert = text("INSERT INTO numbers VALUES (1)")
    with (
        pytest.raises(OperationalError, match="readonly"),
        engine.begin() as connection,
    ):
        connection.execute(insert)
    with engine.begin() as connection:
        connection.execute(insert)
    engine.dispose()
