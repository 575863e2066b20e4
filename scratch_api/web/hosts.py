"""The host check: under which names does this server answer?

Stands for: `ALLOWED_HOSTS`, `TRUSTED_HOSTS`, `TrustedHostMiddleware`.

Without it, somebody else's name could be made to lead here, and a browser would
treat this API as part of that site (DNS rebinding).
"""

import re
from collections.abc import Set

from scratch_api.web.problems import HostNotAllowed
from scratch_api.web.request import Request

# RFC 9110 7.2: Host = uri-host [ ":" port ]; RFC 3986 3.2.2: IPv6 in brackets.
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]*)?")


def check(request: Request, allowed: Set[str]) -> None:
    """Raises HostNotAllowed unless the Host header names an allowed host."""
    if "*" in allowed:
        return
    host = request.header("Host")
    # RFC 9112 3.2: only HTTP/1.0 knows requests without. PEP 3333, URL
    # Reconstruction: SERVER_NAME stands in.
    if host is None and request.environ["SERVER_PROTOCOL"] == "HTTP/1.0":
        host = request.environ["SERVER_NAME"]
    match = HOST.fullmatch((host or "").lower())
    if match is None or match[1] not in allowed:
        raise HostNotAllowed("This server does not answer to that Host.")
