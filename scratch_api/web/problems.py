"""Errors that have a status: raised anywhere, answered in one place.

Stands for: `werkzeug.exceptions`, `starlette.exceptions.HTTPException`,
`django.http.Http404`.

    Problem
     ├─ HostNotAllowed           400   hosts.py
     ├─ MalformedJson            400   bodies.py, strict_json.py
     ├─ NotFound                 404   routing.py
     ├─ MethodNotAllowed         405   routing.py
     ├─ PreconditionFailed       412   conditional.py
     ├─ ContentTooLarge          413   bodies.py
     ├─ UnsupportedMediaType     415   bodies.py
     └─ InternalError            500   application.py

The floor above adds its own beside them.
"""

from collections.abc import Sequence
from typing import ClassVar

from scratch_api.web.response import Header, Response, json_response


class Problem(Exception):
    """An error that is answered as problem details (RFC 9457).

    `detail` is for whoever wrote the client; further `members` are part of the
    answer, `headers` go with it.
    """

    status: ClassVar[int]
    name: ClassVar[str]
    title: ClassVar[str]

    def __init__(
        self, detail: str, headers: Sequence[Header] = (), **members: object
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers
        self.members = members

    def response(self) -> Response:
        """The response that tells the client."""
        problem = {
            "type": f"urn:fourways:problem:{self.name}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }
        return json_response(
            self.status, problem, self.headers, "application/problem+json"
        )


class HostNotAllowed(Problem):
    """The Host header names a host that this server does not answer to."""

    status, name, title = 400, "host-not-allowed", "Host not allowed"


class MalformedJson(Problem):
    """The body is not one strict JSON text in UTF-8."""

    status, name, title = 400, "malformed-json", "Malformed JSON"


class NotFound(Problem):
    """No such path, or nothing there."""

    status, name, title = 404, "not-found", "Not found"


class MethodNotAllowed(Problem):
    """The path exists, the method does not apply to it."""

    status, name, title = 405, "method-not-allowed", "Method not allowed"


class PreconditionFailed(Problem):
    """If-Match does not name the current ETag."""

    status, name, title = 412, "precondition-failed", "Precondition failed"


class ContentTooLarge(Problem):
    """The body is larger than this server reads."""

    status, name, title = 413, "content-too-large", "Content too large"


class UnsupportedMediaType(Problem):
    """The body is not declared as a type that the operation takes."""

    status, name, title = 415, "unsupported-media-type", "Unsupported media type"


class InternalError(Problem):
    """The server failed; its log says why, the client is not told."""

    status, name, title = 500, "internal-error", "Internal server error"

    def __init__(self) -> None:
        super().__init__("The server failed to answer. The failure was logged.")
