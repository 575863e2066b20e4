"""Exchanges that one test recorded, and others look at as if they had asked.

They are recorded without a judge. A test that plays one judges it, by the rules that
count in that test, and shows it if it fails.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

import httpx

from contract_tests.support.exchange import RECORDER, Exchange
from contract_tests.support.judge import JUDGE
from contract_tests.support.violations import ContractViolation

# A failing test shows its own lines, not these.
__tracebackhide__ = True

_BYTES: Final = ("request_body", "sent", "body")
_PAIRS: Final = ("request_headers", "headers")


class Stopped(Exception):
    """Nothing more is asked; the message says why."""


class Tape:
    """Records exchanges with one server. `log` is what the server has printed so far.

    `said` holds, by name, lists of what `play` takes.
    """

    def __init__(self, log: Callable[[], str]) -> None:
        self.said: dict[str, list[dict[str, Any]]] = {}
        self._log = log
        self._heard = 0

    def record(self, name: str, ask: Callable[[], httpx.Response]) -> Exchange:
        """Keep what is asked, and the answer or why there was none.

        Raises Stopped after an answer that was waited for in vain: who waits for
        each of a hundred takes longer than others wait for the recording.
        """
        silent = False
        try:
            ask()
        except httpx.TimeoutException:
            silent = True
        except (httpx.HTTPError, ContractViolation):
            pass
        # It is no longer one of the test that happens to record it.
        exchange = RECORDER.exchanges.pop()
        log = self._log()
        printed, self._heard = log[self._heard :], len(log)
        self.said.setdefault(name, []).append(_kept(exchange, printed))
        if silent:
            raise Stopped(f"{exchange.method} {_target(exchange)}: {exchange.error}")
        return exchange


def play(kept: dict[str, Any]) -> httpx.Response:
    """The response of a recorded exchange, which is now one of the running test."""
    exchange = RECORDER.add(_exchange(kept))
    RECORDER.texts.append(kept["printed"])
    if exchange.error:
        raise httpx.TransportError(exchange.error)
    JUDGE.check(exchange, _target(exchange))
    request = httpx.Request(
        exchange.method, exchange.url, headers=list(exchange.request_headers)
    )
    response = httpx.Response(
        exchange.status,
        headers=list(exchange.headers),
        stream=httpx.ByteStream(exchange.body),
        request=request,
    )
    response.read()
    return response


def _kept(exchange: Exchange, printed: str) -> dict[str, Any]:
    """In a form that can be written to a file: bytes as the text of the same codes."""
    kept = asdict(exchange)
    texts = {name: kept[name].decode("latin-1") for name in _BYTES}
    return {**kept, **texts, "printed": printed}


def _exchange(kept: dict[str, Any]) -> Exchange:
    """What `_kept` kept."""
    changed: dict[str, Any] = {
        **{name: kept[name].encode("latin-1") for name in _BYTES},
        **{name: [tuple(pair) for pair in kept[name]] for name in _PAIRS},
    }
    same = {name: kept[name] for name in kept.keys() - changed.keys() - {"printed"}}
    return Exchange(**same, **changed)


def _target(exchange: Exchange) -> str:
    """What was asked for: path and query."""
    return "/" + exchange.url.partition("//")[2].partition("/")[2]
