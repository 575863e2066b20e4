"""What can be wrong with a server that looks right: one lie each, by name.

A lie makes the application that is served out of the one that is honest. Each keeps
what it knows in memory, so it is served by one process.
"""

import itertools
import json
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from scratch_api import app, auth, settings
from scratch_api.database import Database, Session
from scratch_api.errors import Unauthorized
from scratch_api.web.application import Application
from scratch_api.web.request import Request
from scratch_api.web.routing import Handler, Route

LIVES: Final = 150
"""Requests that the one who dies half-way answers before."""
SLEEP_SECONDS: Final = 3.0


def nothing() -> WSGIApplication:
    """The truth, to compare with."""
    return app.make_app()


def says_yes() -> WSGIApplication:
    """200 and a plausible body, whatever is asked."""
    described = nothing()
    bookmark = {
        "id": 1,
        "url": "https://example.org/",
        "title": "A title",
        "notes": "",
        "tags": ["reading"],
        "created_at": "2030-01-02T03:04:05.000000Z",
        "updated_at": "2030-01-02T03:04:05.000000Z",
    }
    bodies: dict[str, Any] = {
        "/health": {"status": "ok"},
        "/tokens": {"token": "x" * 43, "expires_at": bookmark["created_at"]},
        "/users": {"id": 1, "username": "ada", "created_at": bookmark["created_at"]},
        "/tags": {"items": [{"name": "reading", "count": 1}]},
        "/bookmarks/": bookmark,
        "/bookmarks": {"items": [bookmark], "next": None},
    }
    headers = [
        ("Content-Type", "application/json"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "private, no-cache"),
        ("ETag", '"1"'),
    ]

    def answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/openapi.json":
            return described(environ, start_response)
        name = next((name for name in bodies if path.startswith(name)), "/bookmarks/")
        body = bodies["/bookmarks"] if path == "/bookmarks" else bodies[name]
        start_response("200 OK", headers)
        return [json.dumps(body).encode()]

    return answer


def ignores_authentication() -> WSGIApplication:
    """Whoever has no valid token is taken for the first user there is."""
    honest = auth.caller

    def caller(request: Request, database: Database) -> auth.Caller:
        try:
            return honest(request, database)
        except Unauthorized:
            return one_user(database, "ORDER BY id LIMIT 1")

    auth.caller = caller
    return nothing()


def mixes_up_callers() -> WSGIApplication:
    """Whoever asks for one bookmark is taken for its owner."""
    honest = auth.caller

    def caller(request: Request, database: Database) -> auth.Caller:
        found = honest(request, database)
        number = request.environ["PATH_INFO"].removeprefix("/bookmarks/")
        if not number.isdecimal():
            return found
        owner = "WHERE id = (SELECT user_id FROM bookmarks WHERE id = ?)"
        return one_user(database, owner, int(number), instead=found)

    auth.caller = caller
    return nothing()


def one_user(
    database: Database,
    which: str,
    *values: object,
    instead: auth.Caller | None = None,
) -> auth.Caller:
    """A user as a caller, without a token."""
    with database.read() as session:
        rows = session.execute(
            f"SELECT id, username, created_at FROM users {which}",
            *values,
        )
    if rows:
        number, username, created_at = rows[0]
        # No token: who is not signed in cannot sign anybody out.
        return auth.Caller(number, username, created_at, digest="")
    if instead:
        return instead
    raise Unauthorized("There is nobody yet.")


def forgets_writes() -> WSGIApplication:
    """Writes to bookmarks are answered as ever, and not kept."""
    chosen = settings.read()

    def forgetting(handler: Handler[Database]) -> Handler[Database]:
        return lambda request, database: handler(request, Forgetful(database))

    def lying(route: Route[Database]) -> Route[Database]:
        writes = route.method != "GET" and route.path.startswith("/bookmarks")
        return route._replace(handler=forgetting(route.handler)) if writes else route

    return Application(
        [lying(route) for route in app.routes(chosen)],
        Database(chosen.database_url),
        allowed_hosts=chosen.allowed_hosts,
        cors_origins=chosen.cors_origins,
    )


class Forgetful(Database):
    """Undoes each transaction at its end."""

    def __init__(self, honest: Database) -> None:
        vars(self).update(vars(honest))

    @contextmanager
    def write(self) -> Iterator[Session]:
        """As that of Database, up to the end."""
        with self.read() as session:
            session.execute(self.driver.begin)
            try:
                yield session
            finally:
                session.connection.rollback()


def starts_slowly() -> WSGIApplication:
    """The truth, after a while in which nobody answers. No lie: it has to pass."""
    time.sleep(SLEEP_SECONDS)
    return nothing()


def dies() -> WSGIApplication:
    """The truth, until all of it is killed in the middle of a run."""
    honest = nothing()
    numbers = itertools.count(1)

    def answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if next(numbers) > LIVES:
            os.killpg(0, signal.SIGKILL)
        return honest(environ, start_response)

    return answer


Lie = Callable[[], WSGIApplication]

LIES: Final[dict[str, Lie]] = {
    "nothing": nothing,
    "says-yes": says_yes,
    "ignores-authentication": ignores_authentication,
    "mixes-up-callers": mixes_up_callers,
    "forgets-writes": forgets_writes,
    "starts-slowly": starts_slowly,
    "dies": dies,
}
