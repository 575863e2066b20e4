"""One address for one thing: what Werkzeug's routing lets through besides."""

import re
import string
from urllib.parse import quote

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map


class IdConverter(IntegerConverter):
    """An id in a path. IntegerConverter's own digits are those of every script."""

    regex = "[1-9][0-9]*"

    def __init__(self, url_map: Map) -> None:
        # What a BIGINT can hold; SQLAlchemy on SQLite fails on anything above.
        super().__init__(url_map, max=2**63 - 1)


def path_as_received() -> str:
    """The path of the request target, percent signs and all, without the query.

    WSGI only has it decoded; the target itself is an addition of the servers.
    """
    environ = request.environ
    target = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if target is None:
        target = quote(environ["PATH_INFO"].encode("latin-1"))
    # RFC 9112 3.2.2: a target may begin with scheme and host.
    path = re.sub("^https?://[^/?]*", "", target.partition("?")[0], flags=re.I)
    # Whatever else it may hold, a log gets no control characters.
    return quote(path, safe=string.punctuation)


def check_path() -> None:
    # RFC 3986 2.2: %2F is no slash, but in PATH_INFO it looks like one.
    # Werkzeug takes any number of slashes at the beginning for one.
    path = path_as_received()
    if "//" in path or "%2f" in path.lower():
        abort(404)


def init_app(app: Flask) -> None:
    app.url_map.converters["id"] = IdConverter
    app.url_map.merge_slashes = False  # // would be redirected to /
    app.before_request(check_path)
