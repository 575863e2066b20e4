"""From status and headers to bytes: the response head, and how the body ends.

Stands for: nginx's header filter and gunicorn's `http/wsgi.py`. Does no I/O.

    check_start(status, headers)     # what an application may say (PEP 3333)
    response_head(...)               # -> bytes, and how to send the body (RFC 9112 6)
    problem_response(...)            # a whole refusal by this server (RFC 9457)
"""

import json
import re
import time
from collections.abc import Sequence
from email.utils import formatdate
from enum import Enum
from functools import lru_cache
from wsgiref.util import is_hop_by_hop

from .errors import AppError, RequestError
from .grammar import CONTENT_LENGTH, FIELD_VALUE, STATUS, TCHAR
from .head import Head

Headers = Sequence[tuple[str, str]]

_HEADER_LINE = re.compile(rf"{TCHAR}+: {FIELD_VALUE}")
_NO_CONTENT = frozenset({204, 205, 304})


class BodyMode(Enum):
    """How the client finds the end of the response body (RFC 9112 6.3)."""

    NONE = "there is no body"
    SIZED = "Content-Length"
    CHUNKED = "Transfer-Encoding: chunked"
    UNTIL_CLOSE = "the connection is closed"


# Taken out of the Enum once: see `connection.py`.
NO_BODY, SIZED, CHUNKED, UNTIL_CLOSE = BodyMode


def check_start(status: str, headers: Headers) -> None:
    """Refuse what would be unsafe, or is not an application's to say."""
    # A line end inside a value would be a second header, or a second response: the
    # grammar has no room for it.
    if type(status) is not str or not STATUS.fullmatch(status):
        raise AppError(f"status is not '200 OK' or the like: {status!r}")
    for name, value in headers:
        if type(name) is not str or type(value) is not str:
            raise AppError(f"header is not a pair of str: {name!r}")
        if not _HEADER_LINE.fullmatch(f"{name}: {value}"):
            raise AppError(f"header name or value is not valid: {name!r}")
        # PEP 3333: connection, transfer-encoding and the like are the server's.
        if is_hop_by_hop(name):
            raise AppError(f"header is the server's own to send: {name!r}")


def response_head(
    request: Head, status: str, headers: Headers, length: int | None, keep_alive: bool
) -> tuple[bytes, BodyMode, int, bool]:
    """Frame a response whose body has `length` bytes (None: not known yet).

    Returns the head, the body mode, the Content-Length (0 when there is none), and
    whether the connection lives on.
    """
    lines = [f"HTTP/1.1 {status}"]
    declared: str | None = None
    dated = False
    for name, value in headers:
        lowered = name.lower()
        if lowered == "content-length":
            declared = _one_length(declared, value)
            continue
        dated = dated or lowered == "date"
        lines.append(f"{name}: {value}")

    mode, declared = _frame(request, int(status[:3]), declared, length)
    if mode is CHUNKED:
        lines.append("Transfer-Encoding: chunked")
    elif declared is not None:
        lines.append(f"Content-Length: {declared}")
    if not dated:  # RFC 9110 6.6.1: an origin server with a clock MUST send Date
        lines.append(f"Date: {http_date()}")

    keep_alive = keep_alive and mode is not UNTIL_CLOSE
    if not keep_alive:
        lines.append("Connection: close")
    elif request.minor_version == 0:
        lines.append("Connection: keep-alive")
    lines.append("\r\n")
    return "\r\n".join(lines).encode("latin-1"), mode, int(declared or 0), keep_alive


def _frame(
    request: Head, status: int, declared: str | None, length: int | None
) -> tuple[BodyMode, str | None]:
    """Body mode, and the Content-Length to send."""
    if status in _NO_CONTENT:
        # RFC 9110 8.6: no Content-Length with 204; with 304 only the one that a 200
        # would have, which only the application knows. 15.3.6: 205 has none: 0.
        return NO_BODY, {204: None, 205: "0"}.get(status, declared)
    if declared is None and length is not None:
        declared = str(length)
    if request.method == "HEAD":
        # RFC 9110 9.3.2: as for GET, without the body. If the application gave no
        # body at all, its length is not known: say nothing.
        return NO_BODY, declared if declared != "0" else None
    if declared is not None:
        return SIZED, declared
    if request.minor_version >= 1:
        return CHUNKED, None
    return UNTIL_CLOSE, None


def _one_length(first: str | None, value: str) -> str:
    if first is not None or not CONTENT_LENGTH.fullmatch(value):
        raise AppError(f"Content-Length is repeated or not a number: {value!r}")
    return value


def problem_response(status: int, title: str, detail: str, *, head_only: bool) -> bytes:
    """Return a whole response that refuses, after which the connection is closed."""
    problem = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    }
    body = json.dumps(problem).encode()
    lines = (
        f"HTTP/1.1 {status} {title}",
        "Content-Type: application/problem+json",
        f"Content-Length: {len(body)}",
        "X-Content-Type-Options: nosniff",
        f"Date: {http_date()}",
        "Connection: close",
        "\r\n",
    )
    return "\r\n".join(lines).encode("latin-1") + (b"" if head_only else body)


def refusal(error: RequestError, *, head_only: bool) -> bytes:
    """Return the response for a request that this server refuses."""
    return problem_response(
        error.status, error.title, error.detail, head_only=head_only
    )


def internal_error(*, head_only: bool) -> bytes:
    """Return the response for an application that failed before it answered."""
    detail = "The server failed to answer this request."
    return problem_response(500, "Internal Server Error", detail, head_only=head_only)


def http_date() -> str:
    """Return the time of now as `Date` wants it."""
    return _http_date(int(time.time()))


@lru_cache(maxsize=1)
def _http_date(second: int) -> str:
    return formatdate(second, usegmt=True)
