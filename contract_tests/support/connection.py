"""One server as the clients of a test reach it: httpx, recorded and judged."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from contract_tests.support.exchange import RECORDER, Exchange
from contract_tests.support.judge import JUDGE
from contract_tests.support.transport import Transport
from contract_tests.support.violations import ContractViolation

# A failing test shows its own lines, not these.
__tracebackhide__ = True

Params = Mapping[str, Any] | Sequence[tuple[str, Any]]


class Connection:
    """Sends requests to one server; every response must keep the contract.

    With `judge` false nothing is raised: `violations` is what is wrong, in sentences.
    """

    def __init__(self, url: str, *, judge: bool = True) -> None:
        self.url = url.rstrip("/")
        self.violations: list[str] = []
        self._judge = judge
        self._root = httpx.URL(f"{self.url}/")
        # httpx.Client would add headers of its own, keep cookies, follow redirects:
        # what is beneath it sends what it is given.
        self._transport = Transport(self._root)

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
        request = httpx.Request(
            method,
            self._root,
            headers=headers,
            # httpx would tidy `//` and `..` away.
            extensions={"target": target.encode("ascii")},
            **body,
        )
        exchange = RECORDER.add(Exchange(method, url=f"{self.url}{target}"))
        try:
            response = self._transport.handle_request(request)
        except httpx.HTTPError as error:
            exchange.error = f"no response: {type(error).__name__}: {error}"
            raise
        finally:
            _record_request(exchange, request)
        _record_response(exchange, response)
        try:
            JUDGE.check(exchange, target)
        except ContractViolation as violation:
            if self._judge:
                raise
            self.violations.append(str(violation))
        return response

    def close(self) -> None:
        """Close its connections."""
        self._transport.close()


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
