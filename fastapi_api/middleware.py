"""What happens to every request and response, around FastAPI: plain ASGI.

Starlette's BaseHTTPMiddleware would cost each request a task and a stream.
"""

import logging
import re
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fastapi_api.errors import URN, problem

NOSNIFF = (b"x-content-type-options", b"nosniff")
# RFC 9112 9.6: said to the clients of a server that stops.
CLOSE = (b"connection", b"close")
# RFC 9112 3.2.2: a target may begin with scheme and host.
ORIGIN = re.compile("^https?://[^/]*", re.IGNORECASE)
# RFC 3986 6.2.2.2: these characters mean the same percent-encoded; no other does.
UNRESERVED = re.compile(
    "%(?:3[0-9]|[46][1-9A-F]|[57][0-9A]|2D|2E|5F|7E)", re.IGNORECASE
)
access = logging.getLogger("fastapi_api.access")


def path_as_received(scope: Scope) -> str:
    """The path of the request target, percent-encoded, without the query."""
    target = scope["raw_path"].decode("ascii", "backslashreplace")
    return ORIGIN.sub("", target) or "/"


def decoded(escape: re.Match[str]) -> str:
    return chr(int(escape[0][1:], 16))


class AccessLog:
    """One line for each request, `METHOD PATH STATUS MILLISECONDSms`; and nosniff."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start = time.perf_counter()
        status = 0

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], NOSNIFF]
                if scope["state"]["stopping"].is_set():
                    message["headers"].append(CLOSE)
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            # Percent-encoded it has no control character.
            path = path_as_received(scope)
            spent = (time.perf_counter() - start) * 1000
            access.info("%s %s %d %.1fms", scope["method"], path, status, spent)


class ExactRequest:
    """The request as it was sent, where the server and FastAPI would interpret."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.app
        if scope["type"] == "http":
            names = [name for name, _ in scope["headers"]]
            if b"content-length" in names and b"transfer-encoding" in names:
                app = ambiguous
            method = scope["method"]
            scope = scope | {
                # RFC 9110 9.3.2: HEAD is GET; the server leaves the body out.
                "method": "GET" if method == "HEAD" else method,
                # Decoded, %2F would be a slash, and %0A an end that "$" matches.
                "path": UNRESERVED.sub(decoded, path_as_received(scope)),
            }
        await app(scope, receive, send)


# RFC 9112 6.1: two lengths can be read in two ways; h11 reads it in one of them.
ambiguous = problem(
    400,
    "There must not be both Content-Length and Transfer-Encoding.",
    {"Connection": "close"},
    type="about:blank",
    title="Bad Request",
)


class CORS(CORSMiddleware):
    """Starlette's, with each preflight answered like any other OPTIONS.

    Starlette would grant one for any Host and path, refuse another origin's with
    400 in text/plain, and send Access-Control-Expose-Headers to everybody.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self.is_allowed_origin(headers.get("origin", "")):
            headers = Headers({})
        await self.simple_response(scope, receive, send, headers)

    async def send(
        self, message: Message, send: Send, request_headers: Headers
    ) -> None:
        preflight = "access-control-request-method" in request_headers
        if preflight and message.get("status") == 204:
            MutableHeaders(scope=message).update(self.preflight_headers)
        await super().send(message, send, request_headers)


not_allowed = problem(
    400,
    "The Host header names a host that is not served here.",
    type=URN + "host-not-allowed",
    title="Host not allowed",
)
