"""gunicorn: python -m gunicorn --config gunicorn.conf.py config.wsgi

https://docs.gunicorn.org/en/stable/settings.html
"""

from config import settings

bind = f"{settings.HOST}:{settings.PORT}"
workers = settings.WORKERS
worker_class = "gthread"
threads = settings.THREADS

# Loaded once, before the workers are forked: an error ends the start, and only once.
preload_app = True

# A page's cursor, its filters and a long `q` may make a long request line.
limit_request_line = 8190

# What is in flight at SIGTERM has this many seconds.
graceful_timeout = 8

# By default all instances of a user share one, in the home folder.
control_socket_disable = True
