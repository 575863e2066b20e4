"""Who is calling: passwords, tokens, and the `Caller` of an operation."""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Annotated, NamedTuple

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPBearer
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import bindparam, select
from starlette.concurrency import run_in_threadpool

from fastapi_api.database import Sessions
from fastapi_api.models import Token, User

# OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane.
# The library's own default takes 64 MiB for each of many sign-ins at once.
passwords = PasswordHash([Argon2Hasher(memory_cost=19_456, time_cost=2, parallelism=1)])
# What an unknown user's password is compared with, to take the same time.
NOBODYS_HASH = passwords.hash(secrets.token_urlsafe())

# Built once: in SQLAlchemy that takes longer than to run it.
VALID_TOKEN = (
    select(User.id, User.username, User.created_at, Token.digest)
    .join_from(Token, User)
    .where(Token.digest == bindparam("digest"), Token.expires_at > bindparam("now"))
)


def digest_of(token: str) -> str:
    """What is stored. Random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def unauthorized(detail: str, challenge: str = "Bearer") -> HTTPException:
    return HTTPException(401, detail, {"WWW-Authenticate": challenge})


class Authenticated(NamedTuple):
    """A user, and the digest of the token that says so."""

    id: int
    username: str
    created_at: datetime
    digest: str


class BearerToken(HTTPBearer):
    """FastAPI's reader of `Authorization: Bearer`, asked twice.

    routing.py asks `authenticate`, before the body is read. The operation asks for
    a `Caller`, which puts the scheme into the OpenAPI document.
    """

    async def authenticate(self, request: Request) -> Authenticated:
        """The caller, by a token that is valid, or 401."""
        sent = await super().__call__(request)
        # FastAPI reads the first header only.
        if sent is None or len(request.headers.getlist("authorization")) > 1:
            raise unauthorized("A token is needed: Authorization: Bearer <token>.")
        digest = digest_of(sent.credentials)
        caller = await run_in_threadpool(find_caller, request.state.sessions, digest)
        if caller is None:
            # RFC 6750 3.1: there was a token, but not a good one.
            raise unauthorized(
                "This token is not valid.", 'Bearer error="invalid_token"'
            )
        return caller

    async def __call__(self, request: Request) -> Authenticated:
        return request.state.caller


def find_caller(sessions: Sessions, digest: str) -> Authenticated | None:
    values = {"digest": digest, "now": datetime.now(UTC)}
    with sessions.read() as session:
        row = session.execute(VALID_TOKEN, values).one_or_none()
    return row and Authenticated(*row)


bearer = BearerToken(scheme_name="bearer", auto_error=False)
Caller = Annotated[Authenticated, Depends(bearer)]
