"""How Alembic reaches the database: one transaction, one migrator at a time."""

from alembic import context
from alembic.util import CommandError
from sqlalchemy import func, select

from flask_api import settings
from flask_api.database import make_engine
from flask_api.models import Base

# Any number will do, as long as nothing else in the database uses it.
LOCK = 4_000_001


def check_step() -> None:
    """Every program that uses Alembic keeps its step in a table of the same name."""
    step = context.get_context().get_current_revision()
    ours = [revision.revision for revision in context.script.walk_revisions()]
    if step not in (None, *ours):
        raise CommandError(
            f"DATABASE_URL names a database of another program: it is at step {step}"
        )


engine = make_engine(settings.load().database_url)

# SQLite has one lock, for whoever is going to write; it is taken at the start.
connection = engine.connect().execution_options(begin="IMMEDIATE")
with connection, connection.begin():
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite cannot alter a column: Alembic copies the table instead.
        render_as_batch=True,
        on_version_apply=context.config.attributes.get("on_step"),
    )
    check_step()
    context.run_migrations()
engine.dispose()
