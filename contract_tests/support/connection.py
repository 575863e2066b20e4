"""One server as the clients of a test reach it: httpx, recorded and judged."""

import ssl
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import httpx

from contract_tests.support.exchange import RECORDER, Exchange
from contract_tests.support.openapi import check_documented
from contract_tests.support.universal import check_universal

# A failing test shows its own lines, not these.
__tracebackhide__ = True

# A server that is busy hashing on a loaded machine is slow; one that hangs is not
# answered by waiting longer.
SECONDS: Final = 30.0

# Servers close idle connections (gunicorn after 2 seconds). A client that lets go
# first never sends into a connection that is being closed.
_IDLE_SECONDS: Final = 1.0

Params = Mapping[str, Any] | Sequence[tuple[str, Any]]


class Connection:
    """Sends requests to one server; every response must keep the contract."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._httpx = _client(self.url, httpx.Limits(keepalive_expiry=_IDLE_SECONDS))
        # What comes from an iterator cannot be sent again: on a new connection.
        self._streams = _client(self.url, httpx.Limits(max_keepalive_connections=0))

    @property
    def host(self) -> str:
        """host:port, as in a Host header."""
        return urlsplit(self.url).netloc

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        params: Params | None = None,
        **body: Any,
    ) -> httpx.Response:
        """Send one request, its path exactly as written."""
        target = path + ("?" + urlencode(params, doseq=True) if params else "")
        request = self._httpx.build_request(
            method,
            "/",
            headers=headers,
            # httpx would tidy `//` and `..` away.
            extensions={"target": target.encode("ascii")},
            **body,
        )
        exchange = RECORDER.add(Exchange(method, url=f"{self.url}{target}"))
        try:
            response = self._send(request)
        except httpx.HTTPError as error:
            exchange.error = f"no response: {type(error).__name__}: {error}"
            raise
        finally:
            _record_request(exchange, request)
        _record_response(exchange, response)
        check_universal(exchange)
        check_documented(exchange, target)
        return response

    def _send(self, request: httpx.Request) -> httpx.Response:
        """Send it, and again if a connection from before turned out to be closed.

        A server may close an idle connection at any time (RFC 9112 9.5), as after
        a body that it refused to read. On a new connection nothing is excused.
        """
        if not isinstance(request.stream, httpx.ByteStream):
            return self._streams.send(request)
        while True:
            connected = False

            def trace(event: str, _: object) -> None:
                nonlocal connected
                connected |= event == "connection.connect_tcp.complete"

            request.extensions["trace"] = trace
            try:
                return self._httpx.send(request)
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                if connected:
                    raise

    def close(self) -> None:
        """Close its connections."""
        self._httpx.close()
        self._streams.close()


def _client(url: str, limits: httpx.Limits) -> httpx.Client:
    client = httpx.Client(
        base_url=url,
        timeout=SECONDS,
        follow_redirects=False,
        trust_env=False,
        limits=limits,
        verify=_tls(),
    )
    # What a test sends is what it names, and nothing else.
    for name in ("accept", "accept-encoding", "user-agent"):
        del client.headers[name]
    return client


@cache
def _tls() -> ssl.SSLContext:
    """Made once: reading all the certificates takes longer than many tests."""
    return httpx.create_ssl_context()


def _record_request(exchange: Exchange, request: httpx.Request) -> None:
    exchange.request_headers = _pairs(request.headers)
    try:
        exchange.request_body = request.content
    except httpx.RequestNotRead:
        exchange.request_body = b"(a stream)"


def _record_response(exchange: Exchange, response: httpx.Response) -> None:
    exchange.version = response.http_version
    exchange.status = response.status_code
    exchange.reason = response.reason_phrase
    exchange.headers = _pairs(response.headers)
    exchange.body = response.content


def _pairs(headers: httpx.Headers) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw
    ]
