"""The Host check."""

import re

from flask import Flask, current_app, request

from .errors import HostNotAllowed


def check_host() -> None:
    # Not TRUSTED_HOSTS: it tells LOCALHOST from localhost and cannot name [::1].
    allowed = current_app.config["ALLOWED_HOSTS"]
    if "*" in allowed:
        return
    host = request.headers.get("Host")
    # RFC 9112 3.2: only HTTP/1.0 may leave it out.
    if host is None and request.environ["SERVER_PROTOCOL"] == "HTTP/1.0":
        return
    if re.sub(":[0-9]*$", "", host or "").lower() not in allowed:
        raise HostNotAllowed()


def init_app(app: Flask) -> None:
    app.before_request(check_host)
