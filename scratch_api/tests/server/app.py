"""A WSGI application with a path for everything that a server can get wrong."""

import itertools
import json
import os
import sys
from collections.abc import Iterable, Iterator
from unittest.mock import patch
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.validate import validator

from scratch_api.server.connections import Connections

TEXT = [("Content-Type", "text/plain")]
counter = itertools.count()


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Call the function that the path names."""
    name = environ["PATH_INFO"].strip("/").replace("-", "_") or "hello"
    return PATHS[name](environ, start_response)


def hello(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """The ordinary case."""
    start("200 OK", TEXT)
    return [b"hello"]


def echo(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """The request body."""
    start("200 OK", TEXT)
    return [environ["wsgi.input"].read()]


def show(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """What the server says about the request."""
    start("200 OK", [("Content-Type", "application/json")])
    shown = {k: v for k, v in environ.items() if isinstance(v, (str, bool, int))}
    return [json.dumps(shown).encode()]


def pid(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Which worker answers."""
    start("200 OK", TEXT)
    return [b"%d" % os.getpid()]


def count(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """How many requests this worker has counted."""
    start("200 OK", TEXT)
    return [b"%d" % next(counter)]


def wait(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Waits until the test has opened the named pipe and closed it again."""
    with open(environ["QUERY_STRING"], "rb") as pipe:
        pipe.read()
    start("200 OK", TEXT)
    return [b"waited"]


def stream(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """A body of unknown length."""
    start("200 OK", TEXT)
    return iter([b"", b"one ", b"", b"two"])


def large(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """More than sockets buffer."""
    start("200 OK", TEXT)
    return [b"x" * 8_000_000]


def large_stream(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """More than sockets buffer, in pieces."""
    start("200 OK", TEXT)
    return (b"x" * 1_000_000 for _ in range(8))


def fail(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Raises before anything was sent."""
    start("200 OK", TEXT)
    raise RuntimeError("secret reason")


def fail_late(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Raises when a part was sent."""
    start("200 OK", TEXT)

    def body() -> Iterator[bytes]:
        yield b"part"
        raise RuntimeError("secret reason")

    return body()


def leave(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Tries to end the thread."""
    sys.exit("secret reason")


def break_the_server(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Puts a mistake into the server itself."""
    patch.object(Connections, "update", None).start()
    return hello(environ, start)


def inject(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """A header that would be two."""
    start("200 OK", [("X", "a\r\nSet-Cookie: evil=1")])
    return [b"hello"]


def no_content(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """A status that has no body."""
    start("204 No Content", [])
    return []


PATHS = {
    function.__name__: function
    for function in (
        hello, echo, show, pid, count, wait, stream, large, large_stream,
        fail, fail_late, leave, break_the_server, inject, no_content,
    )
}  # fmt: skip

checked = validator(app)
not_callable = 5
