"""The request target and Host: which resource the client means.

Stands for: the part of nginx that fills `$uri`, `$args` and `$host`. RFC 9112 3.2
has four forms of target; no two readers may disagree about what any of them names.
"""

from dataclasses import dataclass
from functools import lru_cache

from .errors import BadRequest, NotImplementedHere
from .grammar import ABSOLUTE_TARGET, HOST
from .head import Head


@dataclass(slots=True)
class Target:
    """Path and query still percent-encoded; host None only under HTTP/1.0."""

    path: str
    query: str
    host: str | None


def read_target(head: Head) -> Target:
    """Take the target apart, or refuse it."""
    host = _host_field(head)
    target = head.target
    if head.method == "CONNECT":
        # RFC 9110 9.3.6: for proxies. This is an origin server.
        raise NotImplementedHere("This server does not open tunnels.")
    if target[0] == "/":  # origin-form, nearly always
        path, _, query = target.partition("?")
        return Target(path, query, host)
    if target == "*" and head.method == "OPTIONS":  # asterisk-form
        return Target("", "", host)
    return _absolute_form(head)


def _host_field(head: Head) -> str | None:
    host = head.fields.get("host")
    if host is None:
        if head.minor_version == 0:
            return None
        # RFC 9112 3.2: an HTTP/1.1 request without Host MUST be answered with 400.
        raise BadRequest("The field 'host' is missing.")
    return _checked_host(host)


def _absolute_form(head: Head) -> Target:
    match = ABSOLUTE_TARGET.fullmatch(head.target)
    if match is None:
        raise BadRequest("The request target is not a path or an http URL.")
    # RFC 9112 3.2.2: the target's host wins; the received Host MUST be ignored.
    host = _checked_host(match["host"])
    if match["path"] is None and match["query"] is None and head.method == "OPTIONS":
        return Target("", "", host)  # RFC 9112 3.2.4: this is how a proxy writes "*"
    return Target(match["path"] or "/", match["query"] or "", host)


@lru_cache(maxsize=128)  # the same few hosts, again and again
def _checked_host(host: str) -> str:
    match = HOST.fullmatch(host)
    # An empty port ("example:") is allowed by RFC 3986 3.2.3; an empty host is
    # refused, as RFC 9110 4.2.1 says for http.
    if match is None or int(match["port"] or 0) > 65_535:
        raise BadRequest("The host is not a valid 'name' or 'name:port'.")
    return host
