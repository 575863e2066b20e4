"""The settings of the environment, in gunicorn's words."""

from scratch_api import settings

try:
    chosen = settings.read()
except settings.SettingsError as error:
    raise SystemExit(str(error)) from None

host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
bind = f"{host}:{chosen.port}"
workers = chosen.workers
threads = chosen.threads
worker_class = "gthread"
# A request in flight has this long to end after SIGTERM.
graceful_timeout = 8
# 20 tags, a long q and a cursor stand in one request line; the default is 4,094.
limit_request_line = 8_190
# The control socket would be one file for all gunicorns of this user.
control_socket_disable = True
