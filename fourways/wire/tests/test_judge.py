"""Verdicts: what is accepted, what the application saw, and servers that lie."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from fourways.wire import exchange as exchanging
from fourways.wire.cases import Case, cases
from fourways.wire.exchange import exchange
from fourways.wire.judge import HIDDEN_ANSWERED, Judged, Verdict, judge

CASES = {case.id: case for case in cases()}
Answer = Callable[[bytes], bytes | None]
"""To bytes that have arrived. b"": it hangs up; None: it says nothing."""


def view(path: str, **members: Any) -> bytes:
    """A response of the application, as an honest server would send it."""
    shown = {"method": "GET", "path": path, "query": "", "headers": {}}
    body = json.dumps({**shown, "length": 0, "body": "", **members}).encode()
    date = b"Date: Mon, 23 Nov 2026 21:00:00 GMT\r\n"
    head = b"HTTP/1.1 200 OK\r\n%bContent-Length: %d\r\n\r\n" % (date, len(body))
    return head + body


@contextmanager
def lying(answer: Answer) -> Iterator[int]:
    """A server for one client, on which each arrival of bytes gets that answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            client, _ = listener.accept()
            with client:
                while data := client.recv(65_536):
                    said = answer(data)
                    if said == b"":
                        return
                    client.sendall(said or b"")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)
        assert not thread.is_alive()


def judged(name: str, answer: Answer) -> Judged:
    case = CASES[name]
    with lying(answer) as port:
        return judge(case, exchange(port, case))


def probe_or(other: bytes) -> Answer:
    """A server that answers our last question rightly, and all others with this."""

    def answer(data: bytes) -> bytes:
        return view("/probe") if data.startswith(b"GET /probe ") else other

    return answer


def test_what_is_demanded_is_right() -> None:
    refused = b"HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n"
    assert judged("host-missing", probe_or(refused)).verdict is Verdict.right


def test_a_server_that_takes_everything_is_wrong() -> None:
    found = judged("host-missing", probe_or(view("/")))
    assert found == Judged(Verdict.wrong, "200 open")


def test_a_server_that_takes_what_should_be_refused_is_lenient() -> None:
    found = judged("method-with-parenthesis", probe_or(view("/")))
    assert found == Judged(Verdict.lenient, "200 open")


def test_what_the_application_saw_counts() -> None:
    found = judged("plain-body", probe_or(view("/path", method="POST", body="hell")))
    assert found.verdict is Verdict.wrong
    assert found.why == "the application saw body: 'hell'"


def test_a_header_that_must_not_be_seen_counts() -> None:
    seen = view("/", body="hello", headers={"x-trailer": "a"})
    found = judged("trailer", probe_or(seen))
    assert found.why == "the application saw x-trailer: 'a'"


def test_an_answered_hidden_request_is_wrong_whatever_else_is_right() -> None:
    found = judged("cl-te", probe_or(view("/") + view("/smuggled")))
    assert (found.verdict, found.why) == (Verdict.wrong, HIDDEN_ANSWERED)


def test_a_malformed_response_is_wrong() -> None:
    found = judged("reason-missing", lambda _: b"HTTP/1.1 299\r\n\r\n")
    assert found.verdict is Verdict.wrong
    assert found.why.startswith("malformed response: no status line")


def test_a_server_that_hangs_up_is_wrong() -> None:
    assert judged("plain", lambda _: b"") == Judged(Verdict.wrong, "none closed")


def test_a_server_that_says_nothing_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "DEADLINE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        case = CASES["plain"]
        found = judge(case, exchange(listener.getsockname()[1], case))
    assert found == Judged(Verdict.hang, "none waits")


def test_a_server_that_waits_for_the_content_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exchanging, "DEADLINE", 0.2)
    found = judged(
        "continue", lambda data: None if data[:4] == b"POST" else view("/probe")
    )
    assert found.verdict is Verdict.wrong
    assert found.why == "it waited for the content"


def test_another_protocol_is_right_where_it_may_be_spoken() -> None:
    found = judged("garbage-http-2", lambda _: b"\0\0\0\4\0\0\0\0\0")
    assert found == Judged(Verdict.right, "HTTP/2")


def test_what_the_application_does_wrong_may_be_passed_on() -> None:
    head = b"HTTP/1.1 204 No\r\nDate: Mon, 23 Nov 2026 21:00:00 GMT\r\n\r\nHTTP/1.1 999"
    case: Case = CASES["status-204-with-content"]
    with lying(probe_or(head)) as port:
        observed = exchange(port, case)
    assert judge(case, observed).verdict is Verdict.lenient
    assert observed.faults == set()


def test_a_close_that_is_not_done_is_a_fault() -> None:
    closing = b"HTTP/1.1 400 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    with lying(probe_or(closing)) as port:
        observed = exchange(port, CASES["host-missing"])
    assert "close-said-and-not-done" in observed.faults
