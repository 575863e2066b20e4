"""Who is calling? Passwords, tokens, and the caller of a request.

Stands for: Flask-Login, Django's auth and its hashers, FastAPI's `HTTPBearer`.

The cryptography is the standard library's: `hashlib`, `hmac`, `secrets`.
"""

import base64
import hashlib
import hmac
import re
import secrets
from typing import NamedTuple

from scratch_api import times
from scratch_api.database import Database
from scratch_api.errors import Unauthorized
from scratch_api.web.request import Request

# OWASP Password Storage Cheat Sheet: scrypt with N=2^14 (16 MiB), r=8, p=5.
N, R, P = 2**14, 8, 5

# RFC 6750 2.1: credentials = "Bearer" 1*SP b64token; RFC 9110 11.1: in any case.
BEARER = re.compile(r"bearer(?: +(.*))?", re.IGNORECASE)
B64TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")


class Caller(NamedTuple):
    """The user whose token came with the request."""

    id: int
    username: str
    created_at: int
    digest: str  # of that token


def hash_password(password: str) -> str:
    """The form in which a password is stored: `scrypt$N$r$p$salt$hash`."""
    salt = secrets.token_bytes(16)
    return _stored(N, R, P, salt, _scrypt(password, N, R, P, salt))


def password_matches(password: str, stored: str) -> bool:
    """Whether it is the password that was stored. Takes long on purpose."""
    _, n, r, p, salt, expected = stored.split("$")
    actual = _scrypt(password, int(n), int(r), int(p), base64.b64decode(salt))
    # compare_digest: the time it takes does not tell how much was right.
    return hmac.compare_digest(actual, base64.b64decode(expected))


def _scrypt(password: str, n: int, r: int, p: int, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, dklen=32)


def _stored(n: int, r: int, p: int, salt: bytes, key: bytes) -> str:
    texts = (base64.b64encode(part).decode() for part in (salt, key))
    return "$".join(("scrypt", str(n), str(r), str(p), *texts))


# Checked when there is no such user, so that the answer takes as long as for a
# wrong password. No password is known that has this hash.
NOBODY = _stored(N, R, P, bytes(16), bytes(32))


def new_token() -> str:
    """A token: 256 random bits that nobody can guess."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """The form in which a token is stored. Random as it is, it needs no salt."""
    return hashlib.sha256(token.encode("latin-1")).hexdigest()


def caller(request: Request, database: Database) -> Caller:
    """The user whose token came with the request. Raises Unauthorized."""
    match = BEARER.fullmatch(request.header("Authorization") or "")
    token = match and match[1]
    if not token:
        raise Unauthorized("Send a token: Authorization: Bearer TOKEN.")
    if B64TOKEN.fullmatch(token):
        with database.read() as session:
            rows = session.execute(
                "SELECT users.id, users.username, users.created_at, tokens.digest"
                " FROM tokens JOIN users ON users.id = tokens.user_id"
                " WHERE tokens.digest = ? AND tokens.expires_at > ?",
                digest(token),
                times.now(),
            )
        if rows:
            return Caller(*rows[0])
    raise Unauthorized("The token is unknown or has expired.", "invalid_token")
