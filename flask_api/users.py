"""POST /users and GET /users/me."""

from datetime import UTC, datetime

from flask import Blueprint, g, url_for
from werkzeug.wrappers import Response

from . import models, schemas
from .auth import hash_password, signed_in
from .conditional import represent
from .database import writing
from .responses import json_response
from .validation import accepts

bp = Blueprint("users", __name__, url_prefix="/users")


@bp.post("")
@accepts(body=schemas.Credentials)
def create(body: schemas.Credentials) -> Response:
    # Hashed before the transaction: others need not wait for that.
    user = models.User(
        username=body.username,
        password_hash=hash_password(body.password),
        created_at=datetime.now(UTC),
    )
    with writing(conflict="The username is taken.") as session:
        session.add(user)
    response = json_response(schemas.User.model_validate(user), 201)
    response.location = url_for(".read_me")
    return response


@bp.get("/me")
@signed_in
@accepts()
def read_me() -> Response:
    return represent(schemas.User.model_validate(g.user))
