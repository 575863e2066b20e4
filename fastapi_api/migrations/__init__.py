"""The history of the schema, and where a database stands in it."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

CONFIG = Config(Path(__file__).parents[1] / "alembic.ini")


def last_step() -> str:
    """The step that this code was written for."""
    return ScriptDirectory.from_config(CONFIG).as_revision_number("head")


def current_step(session: Session) -> str | None:
    """The step that a database is at, or None before the first."""
    return MigrationContext.configure(session.connection()).get_current_revision()
