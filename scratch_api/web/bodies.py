"""Reading a JSON body: is it declared as JSON, small enough, and well-formed?

Stands for: the body parsing of `request.get_json()` and of FastAPI's `Body`,
`MAX_CONTENT_LENGTH`, `DATA_UPLOAD_MAX_MEMORY_SIZE`.

The order is 415, 413, 400: each check is cheaper than the one after it.
"""

from collections.abc import Sequence

from scratch_api.web import strict_json
from scratch_api.web.problems import (
    ContentTooLarge,
    MalformedJson,
    UnsupportedMediaType,
)
from scratch_api.web.request import Request

MAX_BODY = 65_536  # bytes

JSON = ("application/json",)
MERGE_PATCH = ("application/merge-patch+json", "application/json")


def read_json(request: Request, media_types: Sequence[str] = JSON) -> object:
    """The value of the request's JSON body.

    Raises UnsupportedMediaType, ContentTooLarge, MalformedJson.
    """
    _check_content_type(request, media_types)
    return strict_json.loads(_read(request))


def _check_content_type(request: Request, media_types: Sequence[str]) -> None:
    """RFC 9110 8.3.1: type/subtype, then parameters; case does not matter."""
    value = (request.header("Content-Type") or "").lower()
    media_type, *parameters = (part.strip(" \t") for part in value.split(";"))
    known = ("", "charset=utf-8", 'charset="utf-8"')
    if media_type not in media_types or any(p not in known for p in parameters):
        types = ", ".join(media_types)
        # RFC 5789 2.2: a PATCH that is refused is told what would be taken.
        headers = [("Accept-Patch", types)] if request.method == "PATCH" else []
        raise UnsupportedMediaType(f"The Content-Type must be: {types}.", headers)


def _read(request: Request) -> bytes:
    """All bytes of the body, if they are not more than MAX_BODY."""
    declared = request.header("Content-Length")
    if declared:
        length = int(declared)
        if length > MAX_BODY:
            raise _too_large()
    elif request.environ.get("wsgi.input_terminated"):
        # A chunked body has no length beforehand: try for one byte too many.
        length = MAX_BODY + 1
    else:
        # PEP 3333: without a length, a server need not mark the end of a body.
        length = 0
    try:
        body: bytes = request.environ["wsgi.input"].read(length)
    except Exception as error:
        # The client left, or its chunks are broken (RFC 9112 7.1).
        raise MalformedJson("The body did not arrive as it was announced.") from error
    if len(body) > MAX_BODY:
        raise _too_large()
    return body


def _too_large() -> ContentTooLarge:
    return ContentTooLarge(f"The body must not be larger than {MAX_BODY} bytes.")
