"""How Alembic reaches the database. Two migrators at once take turns."""

import sys
import warnings
from typing import Any

from alembic import context
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from fastapi_api.database import open_database
from fastapi_api.models import Base
from fastapi_api.settings import read_settings

# SQLAlchemy cannot read lower(username) back from SQLite, so Alembic compares all
# other indexes only.
warnings.filterwarnings("ignore", ".*expression-based index")

LOCK = 4_279_001  # any number, the same in every migrator


def report(*, step: Any, **_: Any) -> None:
    """Called by Alembic after each step: `fastapi_0001 -> fastapi_0002: tags ...`."""
    before, after = step.source_revision_ids, step.destination_revision_ids
    steps = " -> ".join(["".join(before) or "nothing", "".join(after) or "nothing"])
    revision = step.up_revision
    print(f"{steps}: {revision.doc}", flush=True)


def check_step() -> None:
    """Every program that uses Alembic keeps its step in a table of the same name."""
    step = context.get_context().get_current_revision()
    ours = [revision.revision for revision in context.script.walk_revisions()]
    if step not in (None, *ours):
        sys.exit(f"DATABASE_URL must name a database of our own: it is at step {step}")


def run() -> None:
    sessions = open_database(read_settings().database_url, connections=1)
    # The whole run is one write: on SQLite its BEGIN IMMEDIATE is the lock.
    with sessions.write.begin() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            # SQLite alters little: Alembic copies the table instead.
            render_as_batch=True,
            transactional_ddl=True,
            on_version_apply=report,
        )
        # The step that the database is at is read here, behind the lock.
        with context.begin_transaction():
            check_step()
            context.run_migrations()
    sessions.engine.dispose()


try:
    run()
except DatabaseError as error:
    reason = str(error.orig).splitlines()[0]
    sys.exit(f"DATABASE_URL must name a database that can be migrated: {reason}")
