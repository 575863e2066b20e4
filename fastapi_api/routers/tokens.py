"""Signing in and out."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import delete, func, select

from fastapi_api import models
from fastapi_api.auth import NOBODYS_HASH, Caller, digest_of, passwords, unauthorized
from fastapi_api.database import Database
from fastapi_api.description import ERROR, headers
from fastapi_api.routing import Route
from fastapi_api.schemas import NO_QUERY, Credentials, Token
from fastapi_api.throttle import Throttle

router = APIRouter(prefix="/tokens", route_class=Route, dependencies=[NO_QUERY])


@router.post(
    "",
    response_model=Token,
    status_code=201,
    responses={
        201: headers("Location", "Cache-Control"),
        401: ERROR | headers("WWW-Authenticate"),
        429: ERROR | headers("Retry-After"),
    },
)
def sign_in(
    body: Credentials, database: Database, request: Request, response: Response
) -> Any:
    throttle = Throttle(request, database, body.username)
    throttle.check()
    name = func.lower(models.User.username)
    with database.read() as session:
        user = session.scalar(select(models.User).where(name == body.username.lower()))
    known = user.password_hash if user else NOBODYS_HASH
    if not passwords.verify(body.password, known) or user is None:
        throttle.count_failure()
        raise unauthorized("The username or the password is wrong.")
    token = secrets.token_urlsafe(32)  # 256 bits, in characters for a header
    now = datetime.now(UTC)
    expires_at = now + timedelta(seconds=request.state.settings.token_ttl_seconds)
    with database.write.begin() as session:
        session.add(
            models.Token(
                digest=digest_of(token),
                user_id=user.id,
                created_at=now,
                expires_at=expires_at,
            )
        )
    response.headers["Location"] = "/tokens/current"
    response.headers["Cache-Control"] = "no-store"
    return {"token": token, "expires_at": expires_at}


@router.delete("/current", status_code=204, response_class=Response)
def sign_out(caller: Caller, database: Database) -> None:
    this = models.Token.digest == caller.digest
    with database.write.begin() as session:
        session.execute(delete(models.Token).where(this))
