"""From a request to the `environ` dictionary of WSGI (PEP 3333).

Stands for: gunicorn's `wsgi.create` and `default_environ`. The names are older than
the web frameworks: they come from CGI (RFC 3875).
"""

import sys
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.util import FileWrapper

from .config import ServerConfig
from .request import Request

# Not HTTP_*: content-type and content-length have names of their own. The chunks are
# already decoded: an application that saw transfer-encoding might try it again.
_NOT_AS_HTTP = frozenset({"content-length", "content-type", "transfer-encoding"})


def base_environ(config: ServerConfig, port: int) -> dict[str, Any]:
    """Return what is the same for every request."""
    # RFC 3875 4.1.14: an IPv6 address stands in brackets, as in a URL.
    name = f"[{config.host}]" if ":" in config.host else config.host
    return {
        "SCRIPT_NAME": "",
        "SERVER_NAME": name,
        "SERVER_PORT": str(port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": config.threads > 1,
        "wsgi.multiprocess": config.workers > 1,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
        # An extension that Werkzeug and others know: reading to the end of the
        # input is safe. Here the whole body is there before the application runs.
        "wsgi.input_terminated": True,
    }


def build_environ(
    base: dict[str, Any], request: Request, peer: tuple[str, int]
) -> dict[str, Any]:
    """Return the environ of one request."""
    head, target = request.head, request.target
    environ = base.copy()
    environ["REQUEST_METHOD"] = head.method
    environ["PATH_INFO"] = _decoded(target.path)
    environ["QUERY_STRING"] = target.query
    # As received: the only way to tell "%2F" inside a segment from "/".
    environ["REQUEST_URI"] = environ["RAW_URI"] = head.target
    environ["SERVER_PROTOCOL"] = f"HTTP/1.{head.minor_version}"
    environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = peer[0], str(peer[1])
    environ["wsgi.input"] = request.body
    if request.length is not None:
        environ["CONTENT_LENGTH"] = str(request.length)
    for name, value in head.fields.items():
        key = _environ_name(name)
        if key is not None:
            environ[key] = value
    if target.host is not None:
        environ["HTTP_HOST"] = target.host
    return environ


def _decoded(path: str) -> str:
    """Undo percent-encoding; PEP 3333 wants bytes disguised as Latin-1."""
    if "%" not in path:
        return path
    return unquote_to_bytes(path).decode("latin-1")


@lru_cache(maxsize=1_024)
def _environ_name(name: str) -> str | None:
    if name == "content-type":
        return "CONTENT_TYPE"
    # `x_user` and `x-user` would both be HTTP_X_USER, and a proxy that removes the
    # one may pass the other. Both are valid HTTP (RFC 9110 5.1), so the request is
    # served, but a name with an underscore is not shown to the application.
    if name in _NOT_AS_HTTP or "_" in name:
        return None
    return "HTTP_" + name.upper().replace("-", "_")
