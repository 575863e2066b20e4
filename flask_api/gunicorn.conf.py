"""gunicorn: gunicorn --config flask_api/gunicorn.conf.py flask_api.wsgi:app"""

from flask_api import settings

_settings = settings.load()

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.workers
worker_class = "gthread"
threads = _settings.threads
# A request in flight has this long to end after SIGTERM; systemd and others wait 10.
graceful_timeout = 8
# A cursor, 20 tags and a long q may stand in one request line.
limit_request_line = 8190
# By default every instance of a user opens the same socket in that user's home.
control_socket_disable = True
