"""POST /tokens (sign in) and DELETE /tokens/current (sign out)."""

import secrets
from datetime import UTC, datetime, timedelta

from flask import Blueprint, current_app, g, url_for
from sqlalchemy import delete, func, select
from werkzeug.wrappers import Response

from . import models, schemas, throttle
from .auth import digest, is_password_of, signed_in, unauthorized
from .database import get_session, writing
from .responses import json_response
from .validation import accepts

bp = Blueprint("tokens", __name__, url_prefix="/tokens")


@bp.post("")
@accepts(body=schemas.Credentials)
def create(body: schemas.Credentials) -> Response:
    limits = throttle.limits_for(body.username)
    throttle.check(limits)
    session = get_session()
    user = session.scalar(
        select(models.User).where(
            func.lower(models.User.username) == body.username.lower()
        )
    )
    session.commit()  # the hash takes a while: nothing is kept open meanwhile
    if not is_password_of(user, body.password):
        throttle.count_failure(limits)
        raise unauthorized("The username or the password is wrong.")
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    expires_at = now + timedelta(seconds=current_app.config["TOKEN_TTL_SECONDS"])
    with writing() as session:
        session.add(
            models.Token(
                digest=digest(token),
                user_id=user.id,
                created_at=now,
                expires_at=expires_at,
            )
        )
    response = json_response(schemas.Token(token=token, expires_at=expires_at), 201)
    response.location = url_for(".delete_current")
    response.cache_control.no_store = True
    return response


@bp.delete("/current")
@signed_in
@accepts()
def delete_current() -> tuple[str, int]:
    with writing() as session:
        session.execute(
            delete(models.Token).where(models.Token.digest == g.token.digest)
        )
    return "", 204
