"""Every error is a problem (RFC 9457), and this is where it becomes one.

HTTPException                       all that Werkzeug and Flask raise: 404, 405, ...
|-- BadRequest
|   `-- HostNotAllowed              400, another type than malformed JSON
`-- UnprocessableEntity
    `-- Invalid                     422, with every invalid member and parameter
"""

from flask import Flask, json
from werkzeug.exceptions import BadRequest, HTTPException, UnprocessableEntity
from werkzeug.wrappers import Response

# Status: the end of the `type`, and the title.
PROBLEMS = {
    400: ("malformed-json", "Malformed JSON"),
    401: ("unauthorized", "Unauthorized"),
    404: ("not-found", "Not found"),
    405: ("method-not-allowed", "Method not allowed"),
    409: ("conflict", "Conflict"),
    412: ("precondition-failed", "Precondition failed"),
    413: ("content-too-large", "Content too large"),
    415: ("unsupported-media-type", "Unsupported media type"),
    422: ("invalid", "Invalid request"),
    429: ("too-many-sign-ins", "Too many failed sign-ins"),
    500: ("internal-error", "Internal server error"),
    503: ("unavailable", "Service unavailable"),
}


class HostNotAllowed(BadRequest):
    """The Host header names none of ALLOWED_HOSTS."""

    description = "This server does not answer to that Host."


class Invalid(UnprocessableEntity):
    """`errors`: a list of {pointer, detail} and {parameter, detail}."""

    description = "The request is well-formed, but not valid; see errors."

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__()
        self.errors = errors


def to_problem(error: HTTPException) -> Response:
    """The response to any error, with the headers that it brings (Allow, ...)."""
    kind, title = PROBLEMS[error.code]
    if isinstance(error, HostNotAllowed):
        kind, title = "host-not-allowed", "Host not allowed"
    problem = {
        "type": f"urn:fourways:problem:{kind}",
        "title": title,
        "status": error.code,
        "detail": error.description,
    }
    if isinstance(error, Invalid):
        problem["errors"] = error.errors
    response = error.get_response()
    response.data = json.dumps(problem)
    response.content_type = "application/problem+json"
    return response


def init_app(app: Flask) -> None:
    # A handler of the app, not of a blueprint: routing's errors have no blueprint.
    # What nobody foresaw arrives here too, logged, as InternalServerError.
    app.register_error_handler(HTTPException, to_problem)
