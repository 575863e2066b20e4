"""The models and the history of the schema say the same."""

import pytest
from alembic import command
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text

from fastapi_api.main import create_app
from fastapi_api.migrations import CONFIG


@pytest.mark.usefixtures("database_url")
def test_nothing_is_left_to_migrate() -> None:
    command.check(CONFIG)


@pytest.mark.usefixtures("database_url")
def test_every_step_can_be_undone_and_done_again() -> None:
    command.downgrade(CONFIG, "base")
    command.upgrade(CONFIG, "head")
    command.check(CONFIG)


def test_the_database_of_another_program_is_refused_in_one_line(
    database_url: str,
) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'x_2'"))
    engine.dispose()
    with pytest.raises(SystemExit) as stop:
        command.upgrade(CONFIG, "head")
    assert stop.value.code == (
        "DATABASE_URL must name a database of our own: it is at step x_2"
    )
    with TestClient(create_app(), "http://localhost") as client:
        health = client.get("/health")
    assert health.status_code == 503
    assert "at step x_2, the code at fastapi_0005" in health.json()["detail"]
