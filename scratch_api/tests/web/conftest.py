"""A small application on the web floor alone: no users, no database."""

import pytest

from scratch_api.web.application import Application
from scratch_api.web.bodies import read_json
from scratch_api.web.conditional import private_json
from scratch_api.web.request import Request
from scratch_api.web.response import Response, json_response
from scratch_api.web.routing import Route


def echo(request: Request, _context: str) -> Response:
    """The body, read and written."""
    return json_response(200, read_json(request))


def item(request: Request, context: str) -> Response:
    """What the router found, and the context."""
    return private_json(request, 200, [request.parameters["id"], context])


def parameters(request: Request, _context: str) -> Response:
    """The query."""
    return json_response(200, request.query)


def crash(_request: Request, _context: str) -> Response:
    """A defect."""
    raise ZeroDivisionError("the secret of the crash")


@pytest.fixture(scope="session")
def app() -> Application[str]:
    """Answers on localhost, to pages of https://app.example."""
    routes = [
        Route("POST", "/echo", echo),
        Route("PATCH", "/echo", echo),
        Route("GET", "/items", parameters),
        Route("GET", "/items/{id:id}", item),
        Route("DELETE", "/items/{id:id}", item),
        Route("GET", "/crash", crash),
    ]
    return Application(
        routes,
        "the context",
        allowed_hosts=("localhost", "[::1]"),
        cors_origins=("https://app.example",),
    )
