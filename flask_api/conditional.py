"""Whether a client's copy is still good: ETags and preconditions (RFC 9110 13)."""

import re

from flask import request
from pydantic import BaseModel
from werkzeug.exceptions import PreconditionFailed
from werkzeug.wrappers import Response

from .responses import json_response

# RFC 9110 8.8.3: what is between the quotes has no space and no quote.
TAG = r'(W/)?"[\x21\x23-\x7e\x80-\xff]*"'
# RFC 9110 13.1: a star or a list, in which (5.6.1.2) places may be empty. Werkzeug's
# parser also takes bare words, and skips what it does not understand.
WELL_FORMED = re.compile(rf"\*|([ \t]*,)*[ \t]*{TAG}([ \t]*,([ \t]*{TAG})?)*")


def represent(answer: BaseModel, status: int = 200) -> Response:
    """The answer with a strong ETag; 304 where the client has just this already."""
    response = json_response(answer, status)
    response.add_etag()
    # Not make_conditional: it would answer a GET with If-Match as well, and give
    # a 412 the body of the 200.
    if request.method in ("GET", "HEAD") and is_known(response):
        response.status_code = 304
    return response


def check_preconditions(current: Response) -> None:
    """412 unless this response may be changed: RFC 9110 13.2.2, in its order.

    Call it inside the transaction that writes.
    """
    if "If-Match" in request.headers and not is_expected(current):
        raise PreconditionFailed("If-Match does not name the current ETag.")
    if is_known(current):
        raise PreconditionFailed("If-None-Match names the current ETag.")


def is_expected(response: Response) -> bool:
    """Whether If-Match names the ETag; what cannot be read names none."""
    etag, _ = response.get_etag()
    return is_well_formed("If-Match") and request.if_match.contains(etag)


def is_known(response: Response) -> bool:
    """Whether If-None-Match names the ETag, be it as a weak one (RFC 9110 13.1.2)."""
    etag, _ = response.get_etag()
    return is_well_formed("If-None-Match") and (
        request.if_none_match.contains_weak(etag)
    )


def is_well_formed(header: str) -> bool:
    return bool(WELL_FORMED.fullmatch(request.headers.get(header, "").strip(" \t")))
