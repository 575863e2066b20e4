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
    if request.method in ("GET", "HEAD"):
        tags = parse(request.headers.get("If-None-Match", "")) or []
        # RFC 9110 13.1.2: the weak comparison.
        if {"*", etag} & {tag.removeprefix("W/") for tag in tags}:
            return HttpResponseNotModified(headers={"ETag": etag})
    return response


def check_if_match(request, data):
    """Raise 412 unless there is no If-Match, or it names this representation."""
    header = request.headers.get("If-Match")
    if header is None:
        return
    # RFC 9110 13.1.1: the strong comparison, so a weak tag never matches.
    if not {"*", etag_of(JsonResponse(data))} & set(parse(header) or []):
        raise PreconditionFailed("The bookmark is not the one that If-Match names.")
