"""The API, put together: which settings, which database, which table of routes.

Stands for: `create_app`, `config/urls.py`, `main.py`.
"""

from functools import partial
from wsgiref.types import WSGIApplication

from scratch_api import (
    bookmarks,
    description,
    health,
    listing,
    settings,
    tags,
    tokens,
    users,
)
from scratch_api.database import Database
from scratch_api.server.access_log import AccessLog
from scratch_api.settings import Settings, SettingsError
from scratch_api.web.application import Application
from scratch_api.web.routing import Route


def make_app(chosen: Settings | None = None) -> WSGIApplication:
    """The WSGI application, with settings from the environment if none are given."""
    try:
        chosen = chosen or settings.read()
        database = Database(chosen.database_url)
    except SettingsError as error:
        # One line instead of a traceback, under any server that calls this.
        raise SystemExit(str(error)) from None
    application = Application(
        routes(chosen),
        database,
        allowed_hosts=chosen.allowed_hosts,
        cors_origins=chosen.cors_origins,
    )
    return AccessLog(application)


def routes(chosen: Settings) -> list[Route[Database]]:
    """Every operation of the API, and the function that answers it."""
    sign_in = partial(tokens.create, settings=chosen)
    return [
        Route("POST", "/users", users.create),
        Route("GET", "/users/me", users.read),
        Route("POST", "/tokens", sign_in),
        Route("DELETE", "/tokens/current", tokens.delete),
        Route("GET", "/bookmarks", listing.read),
        Route("POST", "/bookmarks", bookmarks.create),
        Route("GET", "/bookmarks/{id:id}", bookmarks.read),
        Route("PUT", "/bookmarks/{id:id}", bookmarks.replace),
        Route("PATCH", "/bookmarks/{id:id}", bookmarks.patch),
        Route("DELETE", "/bookmarks/{id:id}", bookmarks.delete),
        Route("GET", "/tags", tags.read),
        Route("GET", "/health", health.read),
        Route("GET", "/openapi.json", description.read),
    ]
