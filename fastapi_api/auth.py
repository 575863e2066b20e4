"""Who is calling: passwords, tokens, and the `Caller` of an operation."""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from fastapi_api.database import Sessions
from fastapi_api.models import Token, User

# OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane.
# The library's own default takes 64 MiB for each of many sign-ins at once.
passwords = PasswordHash([Argon2Hasher(memory_cost=19_456, time_cost=2, parallelism=1)])
# What an unknown user's password is compared with, to take the same time.
NOBODYS_HASH = passwords.hash(secrets.token_urlsafe())

bearer = HTTPBearer(scheme_name="bearer", auto_error=False)


def new_token() -> str:
    """256 random bits, in characters that a header can carry."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is stored. Random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def unauthorized(detail: str, challenge: str = "Bearer") -> HTTPException:
    return HTTPException(401, detail, {"WWW-Authenticate": challenge})


async def authenticate(request: Request) -> User:
    """The user whose valid token the request carries, or 401."""
    sent = await bearer(request)
    # HTTPBearer reads the first header only.
    if sent is None or len(request.headers.getlist("authorization")) > 1:
        raise unauthorized("A token is needed: Authorization: Bearer <token>.")
    sessions = request.state.sessions
    user = await run_in_threadpool(find_user, sessions, digest_of(sent.credentials))
    if user is None:
        # RFC 6750 3.1: says that there was a token.
        raise unauthorized("This token is not valid.", 'Bearer error="invalid_token"')
    return user


def find_user(sessions: Sessions, digest: str) -> User | None:
    valid = (Token.digest == digest) & (Token.expires_at > datetime.now(UTC))
    with sessions.read() as session:
        return session.scalar(
            select(User).join(Token, Token.user_id == User.id).where(valid)
        )


async def get_caller(
    request: Request,
    # For the OpenAPI document: it says that the operation takes a token.
    _: Annotated[HTTPAuthorizationCredentials, Depends(bearer)],
) -> User:
    """Whom routing.py has let in, before the body was read."""
    return request.state.caller


Caller = Annotated[User, Depends(get_caller)]
