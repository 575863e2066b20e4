"""Tokens: made at sign-in, shown once, kept as a digest, sent as Bearer (RFC 6750)."""

import hashlib
import re
import secrets
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from .errors import Unauthorized
from .models import Token

# RFC 9110 11.1: the scheme in any case. RFC 6750 2.1: b64token.
BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*) *", re.IGNORECASE | re.ASCII)


def digest(token):
    return hashlib.sha256(token.encode()).hexdigest()


def issue(user):
    """Return a new token of 256 random bits, and the row that stands for it."""
    now = timezone.now()
    user.tokens.filter(expires_at__lte=now).delete()
    token = secrets.token_urlsafe(32)
    row = user.tokens.create(
        digest=digest(token),
        created_at=now,
        expires_at=now + timedelta(seconds=settings.TOKEN_TTL_SECONDS),
    )
    return token, row


def authenticate(request):
    """Return the row of the token that was sent, with its user, or raise 401."""
    header = request.headers.get("Authorization", "")
    if sent := BEARER.fullmatch(header):
        with suppress(Token.DoesNotExist):
            return Token.objects.select_related("user").get(
                digest=digest(sent[1]),
                expires_at__gt=timezone.now(),
                user__is_active=True,
            )
    # RFC 6750 3: error= only where a token was sent.
    was_sent = re.match(r"bearer +[^ ]", header, re.IGNORECASE)
    challenge = 'Bearer error="invalid_token"' if was_sent else "Bearer"
    raise Unauthorized(
        "A valid token is needed: Authorization: Bearer <token>.",
        headers={"WWW-Authenticate": challenge},
    )
