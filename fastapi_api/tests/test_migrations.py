"""The models and the history of the schema say the same."""

import pytest
from alembic import command

from fastapi_api.migrations import CONFIG


@pytest.mark.usefixtures("database_url")
def test_nothing_is_left_to_migrate() -> None:
    command.check(CONFIG)


@pytest.mark.usefixtures("database_url")
def test_every_step_can_be_undone_and_done_again() -> None:
    command.downgrade(CONFIG, "base")
    command.upgrade(CONFIG, "head")
    command.check(CONFIG)
