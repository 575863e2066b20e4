"""The WSGI application: `config.wsgi:application` for any WSGI server."""

import os

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Request(WSGIRequest):
    """A request with its method as sent, and its body also where it has no length.

    PEP 3333 promises an application no end of the stream, so Django takes a chunked
    body for empty. A server that does end it says so by `wsgi.input_terminated`
    (Django's ticket 35838).
    """

    def __init__(self, environ):
        super().__init__(environ)
        # RFC 9110 9.1: methods are case-sensitive; `get` is not GET.
        self.method = environ["REQUEST_METHOD"]
        if environ.get("wsgi.input_terminated") and not environ.get("CONTENT_LENGTH"):
            self._stream = environ["wsgi.input"]


application = get_wsgi_application()
application.request_class = Request
