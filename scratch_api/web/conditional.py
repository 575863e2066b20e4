"""Conditional requests: has it changed since the client last looked?

Stands for: Werkzeug's `make_conditional`, Django's `condition` decorator.
"""

import hashlib
import re
from collections.abc import Sequence

from scratch_api.web.problems import PreconditionFailed
from scratch_api.web.request import Request
from scratch_api.web.response import Header, Response, json_response

# RFC 9110 8.8.3: entity-tag = [ "W/" ] DQUOTE *etagc DQUOTE
# In a list (5.6.1) a comma follows, or the end.
ENTITY_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"(?=[ \t]*(?:,|\Z))')


def private_json(
    request: Request, status: int, value: object, headers: Sequence[Header] = ()
) -> Response:
    """A response with what belongs to one caller, or 304 if they have it.

    RFC 9111 5.2.2: `private` keeps it out of shared caches, `no-cache` lets the
    caller's own ask with If-None-Match before it is used again.
    """
    response = json_response(status, value, headers)
    tag = etag(response.body)
    caching = [("ETag", tag), ("Cache-Control", "private, no-cache")]
    if request.method in ("GET", "HEAD") and _is_known(request, tag):
        return Response(304, b"", caching)
    response.headers += caching
    return response


def etag(body: bytes) -> str:
    """A strong entity tag: another representation has another one."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def check_preconditions(request: Request, value: object) -> None:
    """Raises PreconditionFailed if the client wants `value` not to be changed.

    In the order of RFC 9110 13.2.2. If-Match (13.1.1) is compared strongly, so a weak
    tag never matches.
    """
    header = request.header("If-Match")
    tag = etag(json_response(200, value).body)
    if header not in (None, "*") and tag not in _entity_tags(header):
        raise PreconditionFailed("It changed since you read it: read it again.")
    if _is_known(request, tag):
        raise PreconditionFailed(
            "It is there, and If-None-Match says that it must not."
        )


def _is_known(request: Request, tag: str) -> bool:
    """Whether If-None-Match names it (RFC 9110 13.1.2).

    Compared weakly, so `W/` makes no difference.
    """
    header = request.header("If-None-Match")
    if header is None:
        return False
    return header == "*" or tag in [t.removeprefix("W/") for t in _entity_tags(header)]


def _entity_tags(header: str) -> list[str]:
    """The entity tags of a list; none if it is malformed."""
    tags: list[str] = []
    position = 0
    while position < len(header):
        if header[position] in ", \t":
            position += 1
            continue
        match = ENTITY_TAG.match(header, position)
        if match is None:
            return []
        tags.append(match[0])
        position = match.end()
    return tags
