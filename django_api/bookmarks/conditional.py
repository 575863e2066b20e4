"""ETags and the two headers that ask about them (RFC 9110 8.8.3, 13.1.1, 13.1.2).

Django's own condition() decorator needs the ETag before the view runs, outside its
transaction, and takes a malformed If-Match for none, so that the write goes ahead.
"""

import hashlib
import re

from django.http import HttpResponseNotModified, JsonResponse

from .errors import PreconditionFailed

ENTITY_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


def parse(header):
    """Return the entity tags of a header, ["*"], or None when it is malformed."""
    if header.strip() == "*":
        return ["*"]
    parts = ENTITY_TAG.sub("\0", header).split(",")
    if any(part.strip(" \t") not in ("\0", "") for part in parts):
        return None
    return ENTITY_TAG.findall(header)


def etag_of(response):
    return f'"{hashlib.sha256(response.content).hexdigest()}"'


def respond(request, data, **kwargs):
    """Return `data` as JSON with its ETag, or 304 when the caller has it already."""
    response = JsonResponse(data, **kwargs)
    etag = response["ETag"] = etag_of(response)
    if request.method in ("GET", "HEAD") and is_known(request, etag):
        return HttpResponseNotModified(headers={"ETag": etag})
    return response


def check_preconditions(request, data):
    """Raise 412 unless this representation may be changed (RFC 9110 13.2.2)."""
    etag = etag_of(JsonResponse(data))
    if "If-Match" in request.headers and not is_expected(request, etag):
        raise PreconditionFailed("The bookmark is not the one that If-Match names.")
    if is_known(request, etag):
        raise PreconditionFailed("The bookmark is one that If-None-Match names.")


def is_expected(request, etag):
    """Whether If-Match names it: strongly (13.1.1), so a weak tag never matches."""
    return not {"*", etag}.isdisjoint(parse(request.headers["If-Match"]) or [])


def is_known(request, etag):
    """Whether If-None-Match names it: weakly (13.1.2), with W/ or without."""
    tags = parse(request.headers.get("If-None-Match", "")) or []
    return not {"*", etag}.isdisjoint(tag.removeprefix("W/") for tag in tags)
