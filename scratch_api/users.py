"""Users: POST /users, GET /users/me.

Stands for: a view of yours, and a user model such as Django's.
"""

from scratch_api import auth, times, validation
from scratch_api.database import Database
from scratch_api.drivers import Duplicate
from scratch_api.errors import Conflict
from scratch_api.web.conditional import private_json
from scratch_api.web.request import Request
from scratch_api.web.response import Response, json_response


def create(request: Request, database: Database) -> Response:
    """Make a user."""
    body = validation.read_body(
        request, validation.CREDENTIALS, validation.CREDENTIALS_REQUIRED
    )
    # Outside the transaction: nobody else waits while this takes its time.
    password_hash = auth.hash_password(body["password"])
    created_at = times.now()
    try:
        with database.write() as session:
            [(id,)] = session.execute(
                "INSERT INTO users (username, password_hash, created_at)"
                " VALUES (?, ?, ?) RETURNING id",
                body["username"],
                password_hash,
                created_at,
            )
    except Duplicate as error:
        raise Conflict("This username is taken.") from error
    user = representation(id, body["username"], created_at)
    return json_response(201, user, [("Location", "/users/me")])


def read(request: Request, database: Database) -> Response:
    """The caller."""
    caller = auth.caller(request, database)
    validation.no_query(request)
    user = representation(caller.id, caller.username, caller.created_at)
    return private_json(request, 200, user)


def representation(id: int, username: str, created_at: int) -> dict[str, object]:
    """A user, as the API shows it."""
    return {"id": id, "username": username, "created_at": times.rfc3339(created_at)}
