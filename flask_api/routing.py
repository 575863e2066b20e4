"""One address for one thing: what Werkzeug's routing lets through besides."""

import re
import string
from urllib.parse import quote

from flask import Flask, abort, current_app, request
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import IntegerConverter


def digits_up_to(largest: int) -> str:
    """A regular expression for the numbers from 1, without leading zeros."""
    text = str(largest)
    smaller = [
        f"{text[:at]}[0-{int(digit) - 1}][0-9]{{{len(text) - at - 1}}}"
        for at, digit in enumerate(text)
        if digit != "0"
    ]
    shorter = f"[0-9]{{1,{len(text) - 1}}}"
    return f"(?!0)(?:{'|'.join([shorter, *smaller, text])})"


class IdConverter(IntegerConverter):
    """An id in a path, as large as a BIGINT; <int:...> takes digits of any script."""

    # Not IntegerConverter's `max`: it is looked at after the methods, and where a
    # path has several rules the answer is then 405 for a path that does not exist.
    regex = digits_up_to(2**63 - 1)


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


def check_method() -> None:
    # RFC 9110 9.1: methods are case-sensitive; Werkzeug makes them capitals.
    if request.environ["REQUEST_METHOD"] != request.method:
        adapter = current_app.create_url_adapter(request)
        raise MethodNotAllowed(adapter.allowed_methods())


def init_app(app: Flask) -> None:
    app.url_map.converters["id"] = IdConverter
    app.url_map.merge_slashes = False  # // would be redirected to /
    app.before_request(check_path)
    app.before_request(check_method)
