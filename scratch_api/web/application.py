"""The WSGI application: the path of every request, from environ to response.

Stands for: `Flask`, `Starlette`, Django's `WSGIHandler` and its middleware.

    Application.__call__
      Application._answer      every error becomes a response here
        hosts.check            400
        Router.find            404, 405; OPTIONS is answered
        handler                the code of the API, a floor above
      CorsPolicy.headers       on every response, errors too
"""

import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Generic
from wsgiref.types import StartResponse, WSGIEnvironment

from scratch_api.web import hosts
from scratch_api.web.cors import CorsPolicy
from scratch_api.web.problems import InternalError, Problem
from scratch_api.web.request import Request
from scratch_api.web.response import Response
from scratch_api.web.routing import Context, Route, Router

STATUS_LINES = {status.value: f"{status} {status.phrase}" for status in HTTPStatus}


class Application(Generic[Context]):
    """A WSGI application that answers by a table of routes.

    `context` is passed to every handler as its second argument: what the
    handlers need besides the request, such as a database.
    """

    def __init__(
        self,
        routes: Sequence[Route[Context]],
        context: Context,
        *,
        allowed_hosts: Sequence[str] = ("*",),
        cors_origins: Sequence[str] = (),
    ) -> None:
        self.router = Router(routes)
        self.context = context
        self.allowed_hosts = frozenset(allowed_hosts)
        self.cors = CorsPolicy(cors_origins)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        request = Request(environ)
        response = self._answer(request)

        headers = [*response.headers, ("X-Content-Type-Options", "nosniff")]
        headers += self.cors.headers(request)
        # RFC 9110 8.6: no Content-Length in a 204; a 304's would be the 200's.
        if response.status not in (204, 304):
            headers.append(("Content-Length", str(len(response.body))))
        start_response(STATUS_LINES[response.status], headers)

        # RFC 9110 9.3.2: the response to HEAD is that of GET without its body.
        if request.method == "HEAD" or not response.body:
            return []
        return [response.body]

    def _answer(self, request: Request) -> Response:
        """The handler's response, or the problem that prevented one."""
        try:
            hosts.check(request, self.allowed_hosts)
            path, request.parameters = self.router.find(request.path)
            if request.method == "OPTIONS":
                # RFC 9110 9.3.7: what can be done here, for anybody who asks.
                allow = [("Allow", path.allow), *self.cors.preflight(request)]
                return Response(204, b"", allow)
            return path.handler(request.method)(request, self.context)
        except Problem as problem:
            return problem.response()
        except Exception:
            errors = request.environ["wsgi.errors"]
            # A full disk, or nobody who reads: a lost log must not cost an answer.
            with suppress(OSError):
                # One write, so that two failures at once do not mix their lines.
                errors.write(
                    f"Unexpected failure in {request.method} {request.path!r}\n"
                    + traceback.format_exc()
                )
                errors.flush()
            return InternalError().response()
