"""`flask --app flask_api migrate`, and the step that the code needs."""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError


def alembic_config() -> Config:
    return Config(Path(__file__).with_name("alembic.ini"))


def last_step() -> str | None:
    """The migration that the models of this code belong to, such as "flask_0003"."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def tell(step, **_others) -> None:
    click.echo(f"Migrated to step {step.up_revision_id}: {step.up_revision.doc}")


@click.command("migrate")
@click.option("--to", type=click.IntRange(min=1), help="Stop at this step.")
def migrate(to: int | None) -> None:
    """Bring the database of DATABASE_URL to the last step of its schema."""
    config = alembic_config()
    config.attributes["on_step"] = tell
    try:
        command.upgrade(config, f"flask_{to:04}" if to else "head")
    except CommandError as error:
        raise click.ClickException(str(error)) from error
    except DBAPIError as error:
        # Of several lines from PostgreSQL's library the first says what is wrong.
        reason = str(error.orig).partition("\n")[0]
        raise click.ClickException(f"DATABASE_URL cannot be used: {reason}") from error
