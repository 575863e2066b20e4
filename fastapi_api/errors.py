"""Every error as a problem (RFC 9457)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from fastapi import HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException as StarletteHTTPException

# What each status means here: the last part of its type, and its title.
KINDS = {
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
URN = "urn:fourways:problem:"


def problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None, **members: Any
) -> JSONResponse:
    """A response; `members` are added to the usual ones, or replace them."""
    name, title = KINDS[status]
    content = {"type": URN + name, "title": title, "status": status, "detail": detail}
    return JSONResponse(
        content | members, status, headers, media_type="application/problem+json"
    )


@contextmanager
def conflict(detail: str) -> Iterator[None]:
    """409 if the database finds in this block that something is already there."""
    try:
        yield
    except IntegrityError as error:
        raise HTTPException(409, detail) from error


async def answer_http_error(
    request: Request, error: StarletteHTTPException
) -> Response:
    if error.status_code == 405:
        return answer_method(request)
    return problem(error.status_code, error.detail, error.headers)


def answer_method(request: Request) -> Response:
    """405, or the 204 that OPTIONS gets, with all methods of the path.

    FastAPI knows a route for each method and no OPTIONS, and the Allow of its 405
    has the methods of the first route only. Its OpenAPI document has them all.
    """
    paths = request.app.openapi()["paths"]
    methods = {name.upper() for name in paths[request.scope["route"].path_format]}
    # RFC 9110 9.3.2: HEAD wherever GET is (see middleware.py). 9.3.7: OPTIONS.
    methods |= {"OPTIONS", "HEAD"} if "GET" in methods else {"OPTIONS"}
    allow = {"Allow": ", ".join(sorted(methods))}
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=allow)
    return problem(405, f"The methods here are {allow['Allow']}.", allow)


async def answer_invalid(request: Request, error: RequestValidationError) -> Response:
    # FastAPI's own answer repeats the input, a password included.
    errors = {str(place): place for place in map(place_of, error.errors())}
    detail = "Each of `errors` says where the request is wrong, and how."
    return problem(422, detail, errors=list(errors.values()))


def place_of(error: dict[str, Any]) -> dict[str, str]:
    source, *names = error["loc"]
    if source == "body":
        # RFC 6901 3: a name's ~ is written ~0, its / is written ~1.
        escaped = (str(name).replace("~", "~0").replace("/", "~1") for name in names)
        place = {"pointer": "".join(f"/{name}" for name in escaped)}
    else:
        place = {"parameter": names[0]}
    return place | {"detail": error["msg"]}


async def answer_crash(request: Request, error: Exception) -> Response:
    """What the client may know. uvicorn logs the traceback."""
    # RFC 9112 9.6: uvicorn then closes the connection, so the client is told.
    close = {"Connection": "close"}
    return problem(500, "The server failed. Its log says why.", close)


HANDLERS = {
    # Starlette's, from which FastAPI's is derived: the router raises this one.
    StarletteHTTPException: answer_http_error,
    RequestValidationError: answer_invalid,
    Exception: answer_crash,
}
