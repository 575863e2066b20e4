"""A request, read from the WSGI environ (PEP 3333).

Stands for: `werkzeug.Request`, `starlette.requests.Request`, `HttpRequest`.
"""

import re
from functools import cached_property
from urllib.parse import parse_qsl, quote
from wsgiref.types import WSGIEnvironment


class Request:
    """One request. `parameters` holds what the router found in the path."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        self.environ = environ
        self.method: str = environ["REQUEST_METHOD"]
        self.path = _path(environ)
        self.parameters: dict[str, int] = {}

    def header(self, name: str) -> str | None:
        """The value of a header. Servers join repeated ones with a comma."""
        key = name.upper().replace("-", "_")
        # PEP 3333: these two alone stand in the environ without `HTTP_`.
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = "HTTP_" + key
        value: str | None = self.environ.get(key)
        return value

    def client_address(self, proxies: int) -> str:
        """Where the request comes from, when so many trusted proxies pass it on.

        Each of them adds, on the right, the address that it was called from. What
        stands further left, a client may have written (RFC 7239 8.1).
        """
        addresses = (self.header("X-Forwarded-For") or "").split(",")
        if 0 < proxies <= len(addresses) and addresses != [""]:
            return addresses[-proxies].strip()
        address: str = self.environ.get("REMOTE_ADDR", "")
        return address

    @cached_property
    def query(self) -> dict[str, list[str]]:
        """Every query parameter with its values, in the order received.

        Bytes that are not UTF-8 become lone surrogates, which no rule about
        text lets pass.
        """
        raw = self.environ.get("QUERY_STRING", "")
        if not raw:
            return {}
        # PEP 3333: text in the environ is bytes decoded as Latin-1.
        text = raw.encode("latin-1").decode("utf-8", "surrogateescape")
        query: dict[str, list[str]] = {}
        for name, value in parse_qsl(
            text, keep_blank_values=True, errors="surrogateescape"
        ):
            query.setdefault(name, []).append(value)
        return query


def _path(environ: WSGIEnvironment) -> str:
    """The path as it was received, with its percent-encoding.

    PATH_INFO is decoded, so that `a%2Fb` and `a/b` cannot be told apart there
    (RFC 3986 2.2). Most servers also give the request target.
    """
    target: str = environ.get("REQUEST_URI") or environ.get("RAW_URI") or ""
    if not target:
        return quote(environ.get("PATH_INFO", "").encode("latin-1"))
    # RFC 9112 3.2.2: a target may be in absolute form, with scheme and host.
    if not target.startswith("/"):
        target = re.sub(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?]*", "", target)
    return target.partition("?")[0] or "/"
