"""The bookmarks API in Flask."""

from flask import Flask

from . import (
    auth,
    bodies,
    bookmarks,
    cors,
    database,
    description,
    errors,
    health,
    hosts,
    logs,
    responses,
    routing,
    settings,
    tags,
    tokens,
    users,
)
from .migrate import migrate
from .serve import serve


def create_app() -> Flask:
    """The WSGI application, set up from the environment."""
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(settings.load().model_dump(by_alias=True))
    # Before a request these run in this order, after it in the opposite one: the
    # log times everything, and the host is checked before the path.
    for part in (logs, hosts, routing, responses, cors, auth):
        part.init_app(app)
    for part in (errors, bodies, database, health, description):
        part.init_app(app)
    for resource in (users, tokens, bookmarks, tags):
        app.register_blueprint(resource.bp)
    app.cli.add_command(migrate)
    app.cli.add_command(serve)
    return app
