"""What happens around every request. The order stands in settings.MIDDLEWARE."""

import logging
import time

from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path

from .errors import HostNotAllowed, NotFound, Problem

access = logging.getLogger("access")


def access_log(get_response):
    """Write one line a request. Nothing secret: no query, no header, no body."""

    def middleware(request):
        start = time.perf_counter()
        response = get_response(request)
        milliseconds = (time.perf_counter() - start) * 1000
        path = escape_uri_path(request.path)
        access.info(
            f"{request.method} {path} {response.status_code} {milliseconds:.1f}ms"
        )
        return response

    return middleware


def cors(get_response):
    """Let scripts of CORS_ORIGINS call and read (Fetch 3.3)."""

    def middleware(request):
        response = get_response(request)
        if settings.CORS_ORIGINS:
            patch_vary_headers(response, ["Origin"])
        origin = request.headers.get("Origin")
        if origin in settings.CORS_ORIGINS:
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Expose-Headers"] = "ETag, Link, Location"
            if "Access-Control-Request-Method" in request.headers:
                response["Access-Control-Allow-Methods"] = response.get("Allow", "")
                response["Access-Control-Allow-Headers"] = (
                    "Authorization, Content-Type, If-Match, If-None-Match"
                )
        return response

    return middleware


def without_body(get_response):
    """Take away what a response must not have. Django leaves this to the server."""

    def middleware(request):
        response = get_response(request)
        # RFC 9110 8.6, 15.3.5, 15.4.5: these describe a body that is not there.
        if response.status_code in (204, 304):
            del response["Content-Length"], response["Content-Type"]
        # RFC 9110 9.3.2: the headers of GET, Content-Length included, alone; waitress
        # would send the body too.
        elif request.method == "HEAD" and not response.streaming:
            response.content = b""
        return response

    return middleware


class ProblemMiddleware:
    """Answer with the problem that a view raised.

    What no view raised (an unknown path, a refused Host, a crash) goes to the
    handlers in errors.py.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # RFC 9112 3.2. Django would take the server's own name instead.
        if request.META["SERVER_PROTOCOL"] == "HTTP/1.1" and not request.headers.get(
            "Host"
        ):
            return HostNotAllowed("HTTP/1.1 needs a Host header.").response()
        # RFC 3986 2.2: %2F is data, not a slash. PATH_INFO no longer tells them apart,
        # and waitress takes a second slash away; but they keep the target as received,
        # gunicorn as RAW_URI, others as REQUEST_URI.
        target = request.META.get("RAW_URI") or request.META.get("REQUEST_URI", "")
        if target.startswith("//") or "%2f" in target.partition("?")[0].lower():
            return NotFound("There is nothing at this address.").response()
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Problem):
            return exception.response()
        return None
