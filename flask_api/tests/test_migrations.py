"""The migrations and the models say the same, in both databases."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import create_engine, text

from flask_api.migrate import alembic_config

ROOT = Path(__file__).parents[2]


@pytest.mark.filterwarnings("ignore:.*expression-based index:Warning")
def test_the_last_step_makes_what_the_models_say(empty_database: str) -> None:
    command.upgrade(alembic_config(), "head")
    command.check(alembic_config())  # raises where autogenerate would find something


def test_every_step_can_be_taken_back(empty_database: str) -> None:
    seed(empty_database)
    before = rows(empty_database, "SELECT * FROM bookmarks ORDER BY id")
    command.upgrade(alembic_config(), "head")
    command.downgrade(alembic_config(), "flask_0001")
    names = "id, user_id, url, title, notes, tags, created_at, updated_at"
    after = rows(empty_database, f"SELECT {names} FROM bookmarks ORDER BY id")
    assert after == before
    command.downgrade(alembic_config(), "base")


def test_ids_given_before_a_step_are_not_given_after_it(empty_database: str) -> None:
    seed(empty_database)
    (last,) = rows(empty_database, "SELECT max(id) FROM bookmarks")
    rows(empty_database, "DELETE FROM bookmarks WHERE notes = 'private' RETURNING id")
    command.upgrade(alembic_config(), "head")
    (new,) = rows(
        empty_database,
        "INSERT INTO bookmarks (user_id, url, title, notes, created_at, updated_at)"
        " SELECT id, 'http://a', 'a', '', created_at, created_at FROM users"
        " WHERE username = 'Ada' RETURNING id",
    )
    assert new[0] > last[0]


def test_four_migrators_at_once_take_each_step_once(empty_database: str) -> None:
    migrators = [
        subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "flask_api", "migrate"],
            cwd=ROOT,
            env=os.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    said = [migrator.communicate(timeout=60) for migrator in migrators]
    assert [migrator.returncode for migrator in migrators] == [0] * 4
    assert [errors for _, errors in said] == [""] * 4
    steps = "".join(lines for lines, _ in said).splitlines()
    assert [step[:27] for step in steps] == [
        "Migrated to step flask_0001",
        "Migrated to step flask_0002",
        "Migrated to step flask_0003",
        "Migrated to step flask_0004",
        "Migrated to step flask_0005",
    ]


def test_the_database_of_another_program_is_refused_in_one_line(
    app: Flask, empty_database: str
) -> None:
    rows(empty_database, "UPDATE alembic_version SET version_num = 'x_2' RETURNING 1")
    refused = app.test_cli_runner().invoke(args=["migrate"])
    assert refused.exit_code == 1
    assert refused.output == (
        "Error: DATABASE_URL names a database of another program: it is at step x_2\n"
    )
    health = app.test_client().get("/health")
    assert health.status_code == 503
    assert "at migration step x_2, the code needs flask_0005" in health.json["detail"]


def seed(url: str) -> None:
    command.upgrade(alembic_config(), "flask_0001")
    script = (ROOT / "flask_api/migrations/first_step.sql").read_text(encoding="utf-8")
    engine = create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.executescript(script)
        else:
            connection.connection.driver_connection.execute(script)
    engine.dispose()


def rows(url: str, statement: str) -> list[tuple]:
    engine = create_engine(url)
    with engine.begin() as connection:
        found = [tuple(row) for row in connection.execute(text(statement))]
    engine.dispose()
    return found
