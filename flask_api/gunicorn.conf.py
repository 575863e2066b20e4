"""gunicorn: gunicorn --config flask_api/gunicorn.conf.py flask_api.wsgi:app"""

import os
import socket
import sys

from flask_api import settings

_settings = settings.load()
_host = f"[{_settings.host}]" if ":" in _settings.host else _settings.host


def _check_address() -> None:
    family = socket.AF_INET6 if ":" in _settings.host else socket.AF_INET
    address = (_settings.host, _settings.port)
    try:
        socket.create_server(address, family=family).close()
    except OSError as error:
        sys.exit(f"PORT {address[1]} on HOST {_host} cannot be used: {error.strerror}")


# gunicorn itself would try for five seconds and write ten lines. Not on a reload
# (SIGHUP), when the one who listens is this server; it has set this by then.
if "SERVER_SOFTWARE" not in os.environ:
    _check_address()

bind = f"{_host}:{_settings.port}"
workers = _settings.workers
worker_class = "gthread"
threads = _settings.threads
# A request in flight has this long to end after SIGTERM; systemd and others wait 10.
graceful_timeout = 5
# A cursor, 20 tags and a long q may stand in one request line.
limit_request_line = 8190
# By default every instance of a user opens the same socket in that user's home.
control_socket_disable = True
