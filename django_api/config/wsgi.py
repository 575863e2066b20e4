"""The WSGI application: `config.wsgi:application` for any WSGI server."""

import os
import re

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.http.request import validate_host
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Request(WSGIRequest):
    """Django's request with four corrections."""

    def __init__(self, environ):
        super().__init__(environ)
        # RFC 9110 9.1: methods are case-sensitive; `get` is not GET.
        self.method = environ["REQUEST_METHOD"]
        # RFC 9112 7.1: a chunked body has no Content-Length, and Django takes it for
        # empty, as PEP 3333 promises no end of the stream. A server that does end it
        # says so (Django's ticket 35838).
        if environ.get("wsgi.input_terminated") and not environ.get("CONTENT_LENGTH"):
            self._stream = environ["wsgi.input"]

    def get_host(self):
        # RFC 3986 3.2.2: a host may be any name, and those of containers often have a
        # "_". Django takes names of RFC 1034 alone, whatever ALLOWED_HOSTS says.
        host = self.headers.get("Host", "")
        name = re.sub(":[0-9]*$", "", host).lower()
        known = validate_host(name, settings.ALLOWED_HOSTS)
        if known and "_" in name and re.fullmatch("[a-z0-9._-]+", name):
            return host
        return super().get_host()

    def _set_content_type_params(self, meta):
        # Django would decode the query by the charset of the body, and `charset=hex`
        # or `charset*=x''y` would raise before there is anybody to answer.
        try:
            self.content_type, self.content_params = parse_header_parameters(
                meta.get("CONTENT_TYPE", "")
            )
        except ValueError:
            self.content_type, self.content_params = "", {}


application = get_wsgi_application()
application.request_class = Request
