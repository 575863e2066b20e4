"""Start the server of Python's own `wsgiref`. Its arguments: the port, the module."""

import importlib
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log_message(self, *_: object) -> None:
        """Leave it out."""


if __name__ == "__main__":
    app = importlib.import_module(sys.argv[2]).wsgi
    with make_server("127.0.0.1", int(sys.argv[1]), app, handler_class=Quiet) as server:
        server.serve_forever()
