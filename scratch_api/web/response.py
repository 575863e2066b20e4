"""A response: status, body, headers.

Stands for: `werkzeug.Response`, `JSONResponse`, `JsonResponse`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

Header = tuple[str, str]

# Made once: json.dumps would make an encoder for every call.
_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


@dataclass
class Response:
    """What a handler returns. The application adds Content-Length."""

    status: int
    body: bytes = b""
    headers: list[Header] = field(default_factory=list)


def json_response(
    status: int,
    value: object,
    headers: Sequence[Header] = (),
    media_type: str = "application/json",
) -> Response:
    """A response with a JSON body."""
    # `replace`: an error may name a parameter whose bytes are not UTF-8.
    body = _encoder.encode(value).encode("utf-8", "replace")
    return Response(status, body, [("Content-Type", media_type), *headers])
