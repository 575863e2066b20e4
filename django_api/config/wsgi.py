"""The WSGI application: `config.wsgi:application` for any WSGI server."""

import os

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class TerminatedRequest(WSGIRequest):
    """A request whose body may come without a length, as chunked ones do.

    PEP 3333 promises an application no end of the stream, so Django takes a body
    without Content-Length for empty. A server that does end it says so by
    `wsgi.input_terminated` (Django's ticket 35838).
    """

    def __init__(self, environ):
        super().__init__(environ)
        if environ.get("wsgi.input_terminated") and not environ.get("CONTENT_LENGTH"):
            self._stream = environ["wsgi.input"]


application = get_wsgi_application()
application.request_class = TerminatedRequest
