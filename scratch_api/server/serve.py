"""Start to end of a server: bind, say so, serve until a signal, exit status.

Stands for: `gunicorn.app`, or `uvicorn.run`.
"""

import os
import socket
from collections.abc import Callable
from wsgiref.types import WSGIApplication

from .access_log import AccessLog
from .config import ServerConfig
from .listener import CannotListen, listen, raise_file_limit
from .log import log
from .master import Master
from .worker import Worker


def serve(
    app: WSGIApplication,
    config: ServerConfig,
    *,
    on_worker_start: Callable[[], None] | None = None,
) -> int:
    """Serve `app` until SIGTERM or SIGINT and return the exit status.

    Call it in the main thread: it handles signals. `on_worker_start` runs in every
    worker after the fork: the place to open what processes must not share.
    """
    try:
        listener = listen(config.host, config.port)
    except CannotListen as error:
        log(str(error))
        return 1
    raise_file_limit()
    if config.access_log:
        app = AccessLog(app)
    log(_start_line(config, listener))
    if hasattr(os, "fork"):
        return Master(app, config, listener, on_worker_start).run()
    return _serve_here(app, config, listener, on_worker_start)


def _start_line(config: ServerConfig, listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    host = f"[{host}]" if ":" in host else host
    workers = "1 worker" if config.workers == 1 else f"{config.workers} workers"
    threads = "1 thread" if config.threads == 1 else f"{config.threads} threads"
    return f"listening on http://{host}:{port} ({workers}, {threads} each)"


def _serve_here(
    app: WSGIApplication,
    config: ServerConfig,
    listener: socket.socket,
    on_worker_start: Callable[[], None] | None,
) -> int:
    """Without fork (Windows): one process, whatever `workers` says."""
    if on_worker_start is not None:
        on_worker_start()
    worker = Worker(app, config, listener)
    worker.start()
    try:
        worker.join()
    except KeyboardInterrupt:
        worker.stop()
        worker.join()
    return 0
