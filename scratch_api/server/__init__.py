"""Floor 1: bytes to WSGI. An HTTP/1.1 server for any WSGI application.

Stands for: gunicorn or waitress (and, of nginx, the part that speaks HTTP).

    from scratch_api.server import ServerConfig, serve
    status = serve(app, ServerConfig(port=8000, workers=2, threads=8))

One request, in the order in which it meets the files:

    master.py      one listening socket (`listener.py`), a few forked processes
    worker.py      in each of them threads that take turns at watching the sockets
    connections.py all clients: accepts them, watches their sockets and the clock
    connection.py  one client: receives, sends, times out
    request.py     bytes become requests:
      head.py        request line and fields      (`grammar.py` has the syntax)
      target.py      path, query and host
      body.py        where the body ends; chunks
    environ.py     the request as WSGI wants it
    wsgi.py        the call of the application
    response.py    status and headers become bytes
    access_log.py  a line for each request, when asked for

Limits and time-outs are in `config.py`, refusals in `errors.py`, the server's own
messages in `log.py`.
"""

from .access_log import AccessLog
from .config import Limits, ServerConfig
from .serve import serve

__all__ = ["AccessLog", "Limits", "ServerConfig", "serve"]
