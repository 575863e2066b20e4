"""The order of work: what FastAPI has to do before, and after, an operation."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Path, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.routing import Match
from starlette.types import Scope

from fastapi_api.auth import bearer
from fastapi_api.bodies import StrictRequest
from fastapi_api.conditional import with_etag
from fastapi_api.models import MAX_ID
from fastapi_api.schemas import Id


class IdConvertor(IntegerConvertor):
    """`{id:id}` in a path: no leading zero, and at most what a database holds."""

    regex = "[1-9][0-9]{0,18}"

    def convert(self, value: str) -> int:
        if int(value) > MAX_ID:
            raise ValueError
        return int(value)


register_url_convertor("id", IdConvertor())
BookmarkId = Annotated[Id, Path()]


class Route(APIRoute):
    """An operation: 404, 405, then 401, then 415, 413 and 400, then all others.

    FastAPI reads and parses the body before any dependency runs, so that a
    stranger's malformed body would be 422 and not 401. Its documentation names
    get_route_handler() as the place for what must come first.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        try:
            return super().matches(scope)
        except ValueError:  # of IdConvertor: this is an unknown path
            return Match.NONE, {}

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:
        handle = super().get_route_handler()
        private = asks_for_caller(self.dependant)

        async def run(request: Request) -> Response:
            request = StrictRequest(request.scope, request.receive)
            if not private:
                return await handle(request)
            request.state.caller = await bearer.authenticate(request)
            response = await handle(request)
            # RFC 9111 5.2.2: for the caller alone, and to be asked for each time.
            response.headers["Cache-Control"] = "private, no-cache"
            return with_etag(request, response) if response.body else response

        return run


def asks_for_caller(dependant: Dependant) -> bool:
    """Whether an operation has a `Caller` among its dependencies, at any depth."""
    return dependant.call is bearer or any(
        asks_for_caller(inner) for inner in dependant.dependencies
    )
