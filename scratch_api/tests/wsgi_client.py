"""Calls a WSGI application without a server, watched by `wsgiref.validate`."""

import io
import json
import warnings
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import WSGIWarning, validator


@dataclass
class Answer:
    """What the application answered."""

    status: int
    headers: dict[str, str]
    body: bytes
    errors: str  # what it wrote to wsgi.errors

    def json(self) -> Any:
        """The value of the body."""
        return json.loads(self.body)


def request(
    app: WSGIApplication,
    method: str,
    target: str,
    *,
    json_body: object = None,
    body: bytes = b"",
    chunked: bool = False,
    **headers: str,
) -> Answer:
    """Send one request. Header names have `_` for `-`."""
    if json_body is not None:
        body = json.dumps(json_body).encode()
        headers.setdefault("Content_Type", "application/json")
    path, _, query = target.removeprefix("http://localhost").partition("?")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": target,
        "HTTP_HOST": "localhost",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
    }
    if chunked:
        environ["wsgi.input_terminated"] = True
    elif body:
        environ["CONTENT_LENGTH"] = str(len(body))
    for name, value in headers.items():
        key = name.upper()
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return call(app, environ)


def call(
    app: WSGIApplication, environ: WSGIEnvironment, *, host: bool = True
) -> Answer:
    """Call the application. Fails where it, or the call, breaks PEP 3333."""
    environ = {"SCRIPT_NAME": "", "QUERY_STRING": "", **environ}
    setup_testing_defaults(environ)
    if not host:
        del environ["HTTP_HOST"]
    errors = environ["wsgi.errors"]
    started: list[Any] = []

    def start_response(status: str, headers: Any, exc_info: Any = None) -> Any:
        started.extend([int(status[:3]), dict(headers)])
        assert len(headers) == len({name.lower() for name, _ in headers})

    start: StartResponse = start_response
    with warnings.catch_warnings():
        warnings.simplefilter("error", WSGIWarning)
        result = validator(app)(environ, start)
        try:
            body = b"".join(result)
        finally:
            result.close()  # type: ignore[attr-defined]
    status, headers = started
    written = errors.getvalue() if isinstance(errors, io.StringIO) else ""
    return Answer(status, headers, body, written)
