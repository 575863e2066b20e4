"""The settings of the environment, in gunicorn's words."""

import os

from scratch_api import settings
from scratch_api.server.listener import CannotListen, listen

try:
    chosen = settings.read()
    # gunicorn would try for five seconds, in ten lines. Not when it reads this file
    # again (SIGHUP), and listens there itself; it has set this variable by then.
    if "SERVER_SOFTWARE" not in os.environ:
        listen(chosen.host, chosen.port).close()
except (settings.SettingsError, CannotListen) as error:
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
