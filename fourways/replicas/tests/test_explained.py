"""Only a request that was cut off explains a failure."""

from typing import Any

import pytest

from fourways.replicas.access_log import Request, Try
from fourways.replicas.explained import explained, interruptions
from fourways.results import Check, Status

CUT_OFF = [
    Request("POST", "/bookmarks", 502, (Try(1, 502, True),)),
    Request("DELETE", "/bookmarks/7", 404, (Try(1, 502, True), Try(2, 404, True))),
    Request("GET", "/users/me", 200, (Try(1, 502, True), Try(2, 200, True))),
]
OTHERS = [
    Request("GET", "/tags", 200, (Try(1, 502, False), Try(2, 200, True))),
    Request("GET", "/health", 200, (Try(2, 200, True),)),
]


def failed(message: str = "", **exchange: Any) -> Check:
    exchanges: tuple[dict[str, Any], ...] = ()
    if exchange:
        asked = {
            "method": exchange.pop("method", "GET"),
            "url": exchange.pop("url", ""),
        }
        status = exchange.pop("status")
        response = {"status": status} if status else None
        exchanges = ({"request": asked, "response": response, "sent": "", **exchange},)
    return Check("t", "url", (), Status.FAILED, message=message, exchanges=exchanges)


def test_those_that_were_taken_and_not_answered_are_cut_off() -> None:
    assert interruptions([*OTHERS, *CUT_OFF]) == CUT_OFF


@pytest.mark.parametrize(
    "check",
    [
        failed(method="POST", url="http://127.0.0.1:1/bookmarks?x=1", status=502),
        failed(method="DELETE", url="http://127.0.0.1:1/bookmarks/7", status=404),
        failed(sent="POST /bookmarks HTTP/1.1\r\nHost: x\r\n\r\n", status=502),
        failed("SignUpError: POST /bookmarks was answered 502: b''"),
    ],
    ids=["by-httpx", "carried-out-twice", "on-a-socket", "beside-a-test"],
)
def test_a_failure_with_such_a_request_is_explained(check: Check) -> None:
    assert explained(check, CUT_OFF)


@pytest.mark.parametrize(
    "check",
    [
        failed(method="POST", url="http://127.0.0.1:1/bookmarks", status=500),
        failed(method="DELETE", url="http://127.0.0.1:1/bookmarks/8", status=404),
        failed(method="GET", url="http://127.0.0.1:1/users/me", status=200),
        failed(method="POST", url="http://127.0.0.1:1/tokens", status=502),
        failed(method="POST", url="http://127.0.0.1:1/bookmarks", status=0),
        failed("expected 201, got 502"),
    ],
    ids=[
        *("another-status", "another-item", "asked-again-without-harm"),
        *("another-path", "no-answer", "no-request"),
    ],
)
def test_any_other_failure_is_not(check: Check) -> None:
    assert not explained(check, CUT_OFF)


def test_nothing_is_explained_where_nothing_was_cut_off() -> None:
    check = failed(method="GET", url="http://127.0.0.1:1/tags", status=200)
    assert not explained(check, interruptions(OTHERS))
