"""Problems: every error of the API, and the handlers that turn Django's into them.

Problem
  BadRequest 400          MethodNotAllowed 405      TooManySignIns 429
  HostNotAllowed 400      Conflict 409              Invalid 422
  MalformedJson 400       PreconditionFailed 412    InternalError 500
  Unauthorized 401        ContentTooLarge 413       Unavailable 503
  NotFound 404            UnsupportedMediaType 415
"""

from django.core.exceptions import DisallowedHost
from django.http import JsonResponse
from django.views import defaults

BLANK = "about:blank"  # RFC 9457 4.2.1: no more than the status says


class Problem(Exception):
    """An error that knows its response (RFC 9457).

    `headers` are added to the response, `members` to its body.
    """

    status: int
    name: str | None
    title: str

    def __init__(self, detail, headers=None, **members):
        super().__init__(detail)
        self.detail = detail
        self.headers = headers
        self.members = members

    def response(self):
        return JsonResponse(
            {
                "type": f"urn:fourways:problem:{self.name}" if self.name else BLANK,
                "title": self.title,
                "status": self.status,
                "detail": self.detail,
                **self.members,
            },
            status=self.status,
            headers=self.headers,
            content_type="application/problem+json",
        )


class BadRequest(Problem):
    status, name, title = 400, None, "Bad Request"


class HostNotAllowed(Problem):
    status, name, title = 400, "host-not-allowed", "Host not allowed"


class MalformedJson(Problem):
    status, name, title = 400, "malformed-json", "Malformed JSON"


class Unauthorized(Problem):
    status, name, title = 401, "unauthorized", "Unauthorized"


class NotFound(Problem):
    status, name, title = 404, "not-found", "Not found"


class MethodNotAllowed(Problem):
    status, name, title = 405, "method-not-allowed", "Method not allowed"


class Conflict(Problem):
    status, name, title = 409, "conflict", "Conflict"


class PreconditionFailed(Problem):
    status, name, title = 412, "precondition-failed", "Precondition failed"


class ContentTooLarge(Problem):
    status, name, title = 413, "content-too-large", "Content too large"


class UnsupportedMediaType(Problem):
    status, name, title = 415, "unsupported-media-type", "Unsupported media type"


class Invalid(Problem):
    status, name, title = 422, "invalid", "Invalid request"


class TooManySignIns(Problem):
    status, name, title = 429, "too-many-sign-ins", "Too many failed sign-ins"


class InternalError(Problem):
    status, name, title = 500, "internal-error", "Internal server error"


class Unavailable(Problem):
    status, name, title = 503, "unavailable", "Service unavailable"


# The three handlers that config/urls.py names. The admin keeps Django's pages.


def bad_request(request, exception):
    if request.path.startswith("/admin/"):
        return defaults.bad_request(request, exception)
    if isinstance(exception, DisallowedHost):
        return HostNotAllowed(
            "The Host header names no host of this server."
        ).response()
    return BadRequest("The request is one that Django refuses.").response()


def not_found(request, exception):
    if request.path.startswith("/admin/"):
        return defaults.page_not_found(request, exception)
    return NotFound("There is nothing at this address.").response()


def server_error(request):
    if request.path.startswith("/admin/"):
        return defaults.server_error(request)
    return InternalError("The server failed; its log says why.").response()
