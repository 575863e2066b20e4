"""GET /health: whether this service can be used."""

from alembic.migration import MigrationContext
from flask import Blueprint, Flask, current_app
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable

from .migrate import last_step
from .validation import accepts

bp = Blueprint("health", __name__)


@bp.get("/health")
@accepts()
def read() -> dict[str, str]:
    needed = current_app.extensions["last_step"]
    try:
        with current_app.extensions["engine"].connect() as connection:
            step = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        current_app.logger.warning("The database cannot be used: %s", error)
        raise ServiceUnavailable("The database cannot be used.") from error
    if step != needed:
        raise ServiceUnavailable(
            f"The database is at migration step {step}, the code needs {needed};"
            " run `flask --app flask_api migrate`."
        )
    return {"status": "ok"}


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.extensions["last_step"] = last_step()
