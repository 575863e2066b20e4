"""Recorded exchanges are judged and shown by the tests that play them."""

import json
from collections.abc import Iterator

import httpx
import pytest

from contract_tests.support.exchange import RECORDER, Exchange
from contract_tests.support.replay import Stopped, Tape, play
from contract_tests.support.violations import ContractViolation


@pytest.fixture(autouse=True)
def recorder_is_as_before() -> Iterator[None]:
    RECORDER.clear()
    yield
    RECORDER.clear()


def answered(*headers: tuple[str, str]) -> httpx.Response:
    """A client that asks for health and hears 200."""
    exchange = RECORDER.add(Exchange("GET", url="http://127.0.0.1:8000/health"))
    exchange.version, exchange.status, exchange.reason = "HTTP/1.1", 200, "OK"
    exchange.request_headers = [("Host", "127.0.0.1:8000")]
    exchange.body = b'{"status": "ok"}'
    exchange.headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(exchange.body))),
        ("Date", "Tue, 01 Jan 2030 00:00:00 GMT"),
        *headers,
    ]
    return httpx.Response(200)


def good() -> httpx.Response:
    return answered(("X-Content-Type-Options", "nosniff"))


def wrong() -> httpx.Response:
    answered()
    raise ContractViolation("no nosniff", "response-4")


def unanswered(error: httpx.HTTPError) -> httpx.Response:
    RECORDER.add(Exchange("GET", error=f"no response: {error}"))
    raise error


def test_what_is_recorded_is_no_exchange_of_the_test_that_does() -> None:
    Tape(str).record("health", good)
    assert RECORDER.exchanges == []


def test_what_is_played_is_an_exchange_of_the_test_that_does() -> None:
    tape = Tape(str)
    recorded = tape.record("health", good)
    # As another worker finds it.
    kept = json.loads(json.dumps(tape.said))
    response = play(kept["health"][0])
    assert response.json() == {"status": "ok"}
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert RECORDER.exchanges == [recorded]


def test_what_the_server_printed_meanwhile_belongs_to_who_plays() -> None:
    log = iter(["one\n", "one\ntwo\n", "one\ntwo\nthree\n"])
    tape = Tape(log.__next__)
    for _ in range(3):
        tape.record("health", good)
    for each in tape.said["health"][1:]:
        play(each)
    assert RECORDER.printed() == "two\nthree"


def test_a_broken_rule_fails_who_plays_and_not_who_records() -> None:
    tape = Tape(str)
    tape.record("health", wrong)
    with pytest.raises(ContractViolation, match=r"response-4: GET /health .*nosniff"):
        play(tape.said["health"][0])


def test_a_request_without_an_answer_fails_who_plays() -> None:
    tape = Tape(str)
    tape.record("health", lambda: unanswered(httpx.ConnectError("refused")))
    with pytest.raises(httpx.TransportError, match="no response: refused"):
        play(tape.said["health"][0])


def test_a_server_that_is_silent_is_asked_no_more() -> None:
    tape = Tape(str)
    with pytest.raises(Stopped, match="no response: no answer within 30 s"):
        tape.record(
            "health", lambda: unanswered(httpx.ReadTimeout("no answer within 30 s"))
        )
    assert len(tape.said["health"]) == 1
