"""An exchange is shown as it was, but for what varies from run to run."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from contract_tests.support.exchange import Exchange
from fourways.evidence.stable import as_text, stable

TOKENS = (
    "9Bf7kmQsXWZiero9NWsDaX_-3iimi1maCiYBoDFwptY",
    "bC4Go8TA-av9uKaqhaQ1ORC14_ZlMZKSaQwKrngwoo0",
)


def exchange(run: int) -> Exchange:
    """The same request in one run or another, each with values of its own."""
    made = datetime.now(UTC) + timedelta(minutes=run)
    times = {
        "created_at": f"{made:%Y-%m-%dT%H:%M:%S.%fZ}",
        "updated_at": f"{made + timedelta(seconds=run + 1):%Y-%m-%dT%H:%M:%S.%fZ}",
    }
    mark = ("0a1b2c3d4e5f", "ff00ee11dd22")[run]
    body = {"id": 7 * 10**run, "title": f"Title {mark}", **times}
    request = json.dumps({"title": f"Title {mark}"}).encode()
    return Exchange(
        method="PUT",
        url=f"http://127.0.0.1:{4000 + run}/bookmarks/{7 * 10**run}",
        request_headers=[
            ("Host", f"127.0.0.1:{4000 + run}"),
            ("Authorization", f"Bearer {TOKENS[run]}"),
            ("If-Match", f'"{mark * 3}", "mine"'),
            ("Content-Length", str(len(request))),
        ],
        request_body=request,
        version="HTTP/1.1",
        status=200,
        reason="OK",
        headers=[
            ("Date", f"{made:%a, %d %b %Y %H:%M:%S} GMT"),
            ("ETag", f'"{mark * 3}"'),
            ("Retry-After", str(50 + run)),
            ("Content-Length", str(len(json.dumps(body)))),
        ],
        body=json.dumps(body).encode(),
    )


def test_two_runs_are_shown_alike() -> None:
    assert as_text(exchange(0)) == as_text(exchange(1))


def test_what_belongs_together_can_be_seen() -> None:
    shown = as_text(exchange(0))
    assert shown["request"].startswith(
        "PUT /bookmarks/1 HTTP/1.1\nHost: 127.0.0.1:8000"
    )
    assert "Authorization: Bearer token-1" in shown["request"]
    assert 'If-Match: "etag-1", "mine"' in shown["request"]
    assert 'ETag: "etag-1"' in shown["response"]
    assert shown["curl"].startswith(
        "curl -i --path-as-is -X PUT http://127.0.0.1:8000/"
    )
    assert '"title": "Title 000000000001"' in shown["response"]
    assert '"created_at": "2030-01-02T03:04:05.000006Z"' in shown["response"]
    assert '"updated_at": "2030-01-02T03:04:06.000006Z"' in shown["response"]


def test_a_length_that_was_right_is_right() -> None:
    steady = stable(exchange(1))
    assert dict(steady.headers)["Content-Length"] == str(len(steady.body))
    assert dict(steady.request_headers)["Content-Length"] == str(
        len(steady.request_body)
    )


@pytest.mark.parametrize(
    "path",
    [
        "/bookmarks/9223372036854775807",
        "/bookmarks/01",
        "/bookmarks/1.0",
        "/bookmarks?cursor=nonsense",
        "/bookmarks?q=aaaaaaaaaaaaaaaaaaaa",
    ],
)
def test_what_a_test_is_about_stays(path: str) -> None:
    shown = as_text(Exchange("GET", url=f"http://127.0.0.1:4000{path}"))
    assert shown["request"] == f"GET {path} HTTP/1.1"


def test_times_of_the_seed_stay() -> None:
    body = b'{"created_at": "2020-01-02T03:04:05.000006Z"}'
    shown = as_text(Exchange("GET", url="http://a/", status=200, body=body))
    assert body.decode() in shown["response"]


def test_bytes_of_a_plain_socket_are_shown_as_sent() -> None:
    sent = b"GET / HTTP/1.1\r\nHost: a\nX: \x00\r\n\r\n"
    shown = as_text(Exchange("GET", sent=sent, error="no response: closed"))
    assert shown["request"] == "GET / HTTP/1.1\nHost: a\\nX: \\x00\n\n"
    assert (shown["curl"], shown["response"]) == ("", "")


def test_a_long_body_lacks_its_middle() -> None:
    body = b"x" * 100_000
    shown = as_text(Exchange("GET", url="http://a/", status=200, body=body))
    assert len(shown["response"]) < 1_400
    assert "98,800 bytes left out" in shown["response"]
