"""One address for one thing: what Werkzeug's routing lets through besides."""

import re
import string
from urllib.parse import quote

from flask import Flask, abort, current_app, request
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import IntegerConverter

from .models import MAX_ID


class IdConverter(IntegerConverter):
    """An id in a path; <int:...> takes leading zeros, and digits of any script."""

    regex = "[1-9][0-9]{0,18}"


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
    # Not IntegerConverter's `max`: it is looked at after the methods, and where a
    # path has several rules the answer is then 405 for a path that does not exist.
    if any(int(digits) > MAX_ID for digits in re.findall("[0-9]{19}", request.path)):
        abort(404)


def check_method() -> None:
    # RFC 9110 9.1: methods are case-sensitive; Werkzeug makes them capitals.
    if request.environ["REQUEST_METHOD"] != request.method:
        adapter = current_app.create_url_adapter(request)
        if allowed := adapter.allowed_methods():
            raise MethodNotAllowed(allowed)
        # A path without any method is unknown: 404 follows.


def init_app(app: Flask) -> None:
    app.url_map.converters["id"] = IdConverter
    app.before_request(check_path)
    app.before_request(check_method)
