"""Tokens: POST /tokens signs in, DELETE /tokens/current signs out.

Stands for: `login()` and `logout()` of Django or Flask-Login, without cookies.
"""

from scratch_api import auth, times, validation
from scratch_api.database import Database
from scratch_api.errors import Unauthorized
from scratch_api.settings import Settings
from scratch_api.throttle import Throttle
from scratch_api.web.request import Request
from scratch_api.web.response import Response, json_response


def create(request: Request, database: Database, settings: Settings) -> Response:
    """Make a token for whoever knows the password."""
    body = validation.read_body(
        request, validation.CREDENTIALS, validation.CREDENTIALS_REQUIRED
    )
    throttle = Throttle(
        database,
        body["username"],
        request.client_address(settings.trusted_proxies),
        failures=settings.sign_in_failures,
        window_seconds=settings.sign_in_window_seconds,
    )
    throttle.check()
    with database.read() as session:
        rows = session.execute(
            "SELECT id, password_hash FROM users WHERE lower(username) = lower(?)",
            body["username"],
        )
    user_id, password_hash = rows[0] if rows else (None, auth.NOBODY)
    if not auth.password_matches(body["password"], password_hash):
        throttle.count_failure()
        raise Unauthorized("The username or the password is wrong.")

    token, now = auth.new_token(), times.now()
    expires_at = now + settings.token_ttl_seconds * times.SECOND
    with database.write() as session:
        session.execute(
            "DELETE FROM tokens WHERE user_id = ? AND expires_at <= ?", user_id, now
        )
        session.execute(
            "INSERT INTO tokens (digest, user_id, created_at, expires_at)"
            " VALUES (?, ?, ?, ?)",
            auth.digest(token),
            user_id,
            now,
            expires_at,
        )
    # RFC 6749 5.1: no cache keeps a token.
    headers = [("Location", "/tokens/current"), ("Cache-Control", "no-store")]
    made = {"token": token, "expires_at": times.rfc3339(expires_at)}
    return json_response(201, made, headers)


def delete(request: Request, database: Database) -> Response:
    """End the token that came with the request."""
    caller = auth.caller(request, database)
    validation.no_query(request)
    with database.write() as session:
        session.execute("DELETE FROM tokens WHERE digest = ?", caller.digest)
    return Response(204)
