"""gunicorn: python -m gunicorn --config gunicorn.conf.py config.wsgi

https://docs.gunicorn.org/en/stable/settings.html
"""

import os
import socket

from config import settings

IPV6 = ":" in settings.HOST

bind = (
    f"[{settings.HOST}]:{settings.PORT}" if IPV6 else f"{settings.HOST}:{settings.PORT}"
)
workers = settings.WORKERS
worker_class = "gthread"
threads = settings.THREADS

# Loaded once, before the workers are forked: an error ends the start, and only once.
preload_app = True

# A page's cursor, its filters and a long `q` may make a long request line.
limit_request_line = 8190

# What is in flight at SIGTERM has this many seconds.
graceful_timeout = 5

# By default all instances of a user share one, in the home folder.
control_socket_disable = True

# gunicorn would try a port in use five times, and say so in eleven lines. It sets this
# variable when it starts: at a reload of this file the port is in use by itself.
if "SERVER_SOFTWARE" not in os.environ:
    family = socket.AF_INET6 if IPV6 else socket.AF_INET
    try:
        socket.create_server((settings.HOST, settings.PORT), family=family).close()
    except OSError as error:
        raise SystemExit(
            f"HOST and PORT: cannot listen on {bind}: {error.strerror}"
        ) from None
