"""One server as the clients of a test reach it: httpx, recorded and judged."""

from collections.abc import Mapping, Sequence
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
        self._httpx = httpx.Client(
            base_url=self.url,
            timeout=SECONDS,
            follow_redirects=False,
            trust_env=False,
            limits=httpx.Limits(keepalive_expiry=_IDLE_SECONDS),
        )
        # What a test sends is what it names, and nothing else.
        for name in ("accept", "accept-encoding", "user-agent"):
            del self._httpx.headers[name]

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
            response = self._httpx.send(request)
        except httpx.HTTPError as error:
            exchange.error = f"no response: {type(error).__name__}: {error}"
            raise
        finally:
            _record_request(exchange, request)
        _record_response(exchange, response)
        check_universal(exchange)
        check_documented(exchange, target)
        return response

    def close(self) -> None:
        """Close its connections."""
        self._httpx.close()


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
