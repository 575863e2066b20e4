"""Who is calling: passwords, tokens, and the views that need one."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from hashlib import sha256

from flask import Flask, g, request
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import Unauthorized
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.wrappers import Response

from .database import get_session
from .models import Token, User

# OWASP Password Storage Cheat Sheet: scrypt with N = 2^15, r = 8, p = 3.
METHOD = "scrypt:32768:8:3"
# Compared when there is no such user, so that both answers take the same time.
NO_PASSWORD = (
    f"{METHOD}$A70QgjpMSpHnIZXu$a92009001b052bc25cc3b50387ee4a9335d0e63529690cd3713479"
    "600a7b5f115a7a04bb95e2460e997d256d81e326f9be967c2bd83c3acb8fd460ecc4dc0647"
)

# Built once: in SQLAlchemy that takes longer than to run it.
VALID_TOKEN = (
    select(Token)
    .where(Token.digest == bindparam("digest"))
    .where(Token.expires_at > bindparam("now"))
    .options(joinedload(Token.user, innerjoin=True))
)


def hash_password(password: str) -> str:
    return generate_password_hash(password, METHOD)


def is_password_of(user: User | None, password: str) -> bool:
    matches = check_password_hash(user.password_hash if user else NO_PASSWORD, password)
    return matches and user is not None


def digest(token: str) -> str:
    """What is stored of a token. 256 random bits need no salt and no slow hash."""
    return sha256(token.encode()).hexdigest()


def unauthorized(description: str, challenge: str = "Bearer") -> Unauthorized:
    """401 that says how to authenticate (RFC 6750 3)."""
    # A text: Werkzeug's WWWAuthenticate leaves out the quotes of RFC 6750.
    headers = {"WWW-Authenticate": challenge}
    return Unauthorized(description, Response(status=401, headers=headers))


def caller() -> Token:
    """The token of the request, with its user. Raises Unauthorized."""
    given = request.authorization
    # A text with an equals sign inside is parsed as parameters: no token of ours.
    if not given or given.type != "bearer" or not (given.token or given.parameters):
        raise unauthorized("Sign in and send the token as a Bearer token.")
    token = get_session().scalar(
        VALID_TOKEN,
        {"digest": digest(given.token or ""), "now": datetime.now(UTC)},
    )
    if token is None:
        raise unauthorized(
            "The token is not valid, or no longer.", 'Bearer error="invalid_token"'
        )
    if request.method not in ("GET", "HEAD"):
        get_session().commit()  # no transaction stays open while a body arrives
    return token


def signed_in(view: Callable) -> Callable:
    """Answer only callers with a token; it is then `g.token`, its user `g.user`."""

    @wraps(view)
    def checked(**values):
        g.token = caller()
        g.user = g.token.user
        return view(**values)

    return checked


def keep_private(response: Response) -> Response:
    """What belongs to a caller is kept by no shared cache, and asked for again."""
    if "user" in g and response.status_code < 400:
        response.cache_control.private = True
        response.cache_control.no_cache = True
    return response


def init_app(app: Flask) -> None:
    app.after_request(keep_private)
