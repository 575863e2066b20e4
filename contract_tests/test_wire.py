"""HTTP on the wire: where does one request end and the next begin?

Whatever stands in front of a backend has to keep these: its own server, or one
from a package index. Such a server may refuse what is no HTTP in its own words:
those answers are exempt from the form of a problem.
"""

import json

import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.data import cases
from contract_tests.support.inputs import a_bookmark, authorization
from contract_tests.support.problems import assert_problem
from contract_tests.support.raw import OpenRaw, RawConnection

# Larger than what any server takes for the head of a request (most: 8 to 256 KiB).
TOO_LARGE = 1_000_000

AS_JSON = ("Content-Type", "application/json")


def as_bytes(text: str, raw: RawConnection) -> bytes:
    return text.replace("{host}", raw.host).encode("latin-1")


def assert_healthy(raw: RawConnection) -> None:
    """The connection answers another request."""
    raw.request("GET", "/health")
    assert raw.read("GET", "/health").status == 200


# ------------------------------------------------------------- one connection


@checks("wire-1")
def test_a_connection_answers_one_request_after_another(
    raw: OpenRaw, alice: Client
) -> None:
    connection = raw()
    user = authorization(alice)
    assert_healthy(connection)
    connection.request("GET", "/no-such-path")
    assert_problem(connection.read("GET", "/no-such-path"), 404, "not-found")
    connection.request("HEAD", "/health")
    assert connection.read("HEAD", "/health").body == b""
    body = json.dumps(a_bookmark()).encode()
    connection.request("POST", "/bookmarks", headers=[*user, AS_JSON], body=body)
    created = connection.read("POST", "/bookmarks")
    assert created.status == 201
    path = f"/bookmarks/{created.json()['id']}"
    etag = created.header("ETag") or ""
    connection.request("GET", path, headers=[*user, ("If-None-Match", etag)])
    assert connection.read("GET", path).status == 304
    connection.request("POST", "/bookmarks", headers=[*user, AS_JSON], body=b"{")
    assert_problem(connection.read("POST", "/bookmarks"), 400, "malformed-json")
    connection.request("DELETE", path, headers=user)
    assert connection.read("DELETE", path).status == 204
    connection.request("OPTIONS", "/bookmarks")
    assert connection.read("OPTIONS", "/bookmarks").status == 204
    assert_healthy(connection)


@checks("wire-1")
def test_a_body_that_nobody_wants_is_not_the_next_request(raw: OpenRaw) -> None:
    """RFC 9110 9.3.1: content in a GET has no meaning, but it has a length."""
    connection = raw()
    hidden = b"GET /no-such-path HTTP/1.1\r\nHost: x\r\n\r\n"
    connection.request("GET", "/health", body=hidden)
    assert connection.read("GET", "/health").status == 200
    connection.request("GET", "/health")
    if not connection.closed():
        assert connection.read("GET", "/health").status == 200


@checks("wire-1")
def test_a_connection_ends_when_the_client_says_so(raw: OpenRaw) -> None:
    connection = raw()
    connection.request("GET", "/health", headers=[("Connection", "close")])
    assert connection.read("GET", "/health").status == 200
    assert connection.closed()


# ----------------------------------------------------------------- pipelining


@checks("wire-2")
def test_pipelined_requests_are_answered_in_order(raw: OpenRaw, alice: Client) -> None:
    connection = raw()
    bookmarks = [alice.make_bookmark() for _ in range(8)]
    user = "".join(f"{name}: {value}\r\n" for name, value in authorization(alice))
    head = f" HTTP/1.1\r\nHost: {connection.host}\r\n{user}\r\n"
    requests = [f"GET /bookmarks/{bookmark['id']}{head}" for bookmark in bookmarks]
    connection.send("".join(requests).encode())
    got = [connection.read("GET", "/bookmarks/1").json() for _ in bookmarks]
    assert got == bookmarks
    assert_healthy(connection)


@checks("wire-2")
def test_pipelined_requests_of_every_kind_are_answered_in_order(
    raw: OpenRaw, alice: Client
) -> None:
    connection = raw()
    user = "".join(f"{name}: {value}\r\n" for name, value in authorization(alice))
    host = f"Host: {connection.host}\r\n{user}"
    body = json.dumps(a_bookmark())
    chunked = f"{len(body):x}\r\n{body}\r\n0\r\n\r\n"
    connection.send(
        (
            f"HEAD /health HTTP/1.1\r\n{host}\r\n"
            f"POST /bookmarks HTTP/1.1\r\n{host}Content-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
            f"GET /no-such-path HTTP/1.1\r\n{host}\r\n"
            f"POST /bookmarks HTTP/1.1\r\n{host}Content-Type: application/json\r\n"
            f"Transfer-Encoding: chunked\r\n\r\n{chunked}"
            f"GET /health HTTP/1.1\r\n{host}Connection: close\r\n\r\n"
        ).encode()
    )
    assert connection.read("HEAD", "/health").status == 200
    assert connection.read("POST", "/bookmarks").status == 201
    assert connection.read("GET", "/no-such-path").status == 404
    assert_problem(connection.read("POST", "/bookmarks"), 409, "conflict")
    assert connection.read("GET", "/health").status == 200
    assert connection.closed()


# ----------------------------------------------------------------- expectation


@checks("wire-3")
def test_expect_100_continue_gets_a_100_and_then_the_answer(
    raw: OpenRaw, alice: Client
) -> None:
    connection = raw()
    body = json.dumps(a_bookmark()).encode()
    headers = [
        *authorization(alice),
        AS_JSON,
        ("Expect", "100-continue"),
        ("Content-Length", str(len(body))),
    ]
    connection.request("POST", "/bookmarks", headers=headers)
    assert connection.wait_for_continue(), "no 100 came before the answer"
    connection.send(body)
    assert connection.read("POST", "/bookmarks").status == 201
    assert_healthy(connection)


@checks("wire-3")
def test_expect_100_continue_may_get_the_answer_at_once(raw: OpenRaw) -> None:
    """A 404 needs no body. Whoever gets it must not be left waiting."""
    connection = raw()
    headers = [("Expect", "100-continue"), ("Content-Length", "2"), AS_JSON]
    connection.request("POST", "/no-such-path", headers=headers)
    if connection.wait_for_continue():
        connection.send(b"{}")
    assert_problem(connection.read("POST", "/no-such-path"), 404, "not-found")


@checks("wire-3")
def test_a_client_that_does_not_wait_for_the_100_is_answered(
    raw: OpenRaw, alice: Client
) -> None:
    connection = raw()
    body = json.dumps(a_bookmark()).encode()
    headers = [*authorization(alice), AS_JSON, ("Expect", "100-continue")]
    connection.request("POST", "/bookmarks", headers=headers, body=body)
    assert connection.read("POST", "/bookmarks").status == 201
    assert_healthy(connection)


# -------------------------------------------------------------------- HTTP/1.0


@checks("wire-4")
@pytest.mark.parametrize("path", ["/health", "/openapi.json", "/no-such-path"])
def test_http_1_0_gets_no_chunks_and_the_end_of_the_connection(
    raw: OpenRaw, path: str
) -> None:
    connection = raw()
    connection.request("GET", path, version="HTTP/1.0")
    response = connection.read("GET", path)
    assert response.status == (404 if path == "/no-such-path" else 200)
    assert response.header("Transfer-Encoding") is None
    assert response.json()
    assert connection.closed()


@checks("wire-4")
def test_http_1_0_may_send_a_body(raw: OpenRaw, alice: Client) -> None:
    connection = raw()
    body = json.dumps(a_bookmark()).encode()
    headers = [*authorization(alice), AS_JSON]
    connection.request(
        "POST", "/bookmarks", headers=headers, body=body, version="HTTP/1.0"
    )
    assert connection.read("POST", "/bookmarks").status == 201
    assert connection.closed()


# ------------------------------------------------------------ refused and closed


@checks("wire-5")
@pytest.mark.parametrize("order", ["length-first", "coding-first"])
@pytest.mark.parametrize("body", ["0\r\n\r\n", "2\r\n{}\r\n0\r\n\r\n"])
def test_content_length_with_transfer_encoding_is_refused(
    raw: OpenRaw, order: str, body: str
) -> None:
    connection = raw()
    framing = [f"Content-Length: {len(body)}", "Transfer-Encoding: chunked"]
    if order == "coding-first":
        framing.reverse()
    head = ["POST /tokens HTTP/1.1", f"Host: {connection.host}", *framing]
    head.append("Content-Type: application/json")
    connection.send("\r\n".join([*head, "", body]).encode())
    response = connection.read("POST", exempt=True)
    assert response.status == 400
    assert connection.closed()


@checks("wire-6")
@pytest.mark.parametrize("case", cases("wire/broken.toml"))
def test_a_broken_request_is_refused_and_the_connection_closed(
    raw: OpenRaw, case: dict[str, str]
) -> None:
    connection = raw()
    connection.send(as_bytes(case["request"], connection))
    response = connection.read(exempt=True)
    assert is_refusal(response.status), case["rule"]
    assert connection.closed(), case["rule"]


@checks("wire-6")
@pytest.mark.parametrize("case", cases("wire/nonsense.toml"))
def test_a_request_that_means_nothing_is_an_error(
    raw: OpenRaw, case: dict[str, str]
) -> None:
    connection = raw()
    connection.send(as_bytes(case["request"], connection))
    assert is_refusal(connection.read(exempt=True).status), case["rule"]


def is_refusal(status: int) -> bool:
    """What a client did wrong, or what no server has to know; no crash."""
    return 400 <= status < 500 or status in (501, 505)


@checks("wire-6")
@pytest.mark.parametrize("case", cases("wire/chunks.toml"))
def test_a_broken_chunk_is_refused_and_the_connection_closed(
    raw: OpenRaw, alice: Client, case: dict[str, str]
) -> None:
    connection = raw()
    headers = [*authorization(alice), AS_JSON, ("Transfer-Encoding", "chunked")]
    connection.request("POST", "/bookmarks", headers=headers)
    connection.send(as_bytes(case["body"], connection))
    response = connection.read("POST", exempt=True)
    assert is_refusal(response.status), case["rule"]
    assert connection.closed(), case["rule"]


@checks("wire-7")
@pytest.mark.parametrize(
    "line",
    ["X-Filler: " + "x" * TOO_LARGE, "X-Filler: x\r\n" * (TOO_LARGE // 13)],
    ids=["one-large-header", "many-headers"],
)
def test_too_large_a_head_is_a_4xx_and_the_connection_closed(
    raw: OpenRaw, line: str
) -> None:
    connection = raw()
    head = f"GET /health HTTP/1.1\r\nHost: {connection.host}\r\n{line}".encode()
    for start in range(0, len(head), 16_384):
        # A server that has answered and closed need not be told the rest.
        if connection.has_answer():
            break
        connection.send(head[start : start + 16_384])
    response = connection.read(exempt=True)
    assert 400 <= response.status < 500
    assert connection.closed()


# --------------------------------------------------------------- absolute form


@checks("wire-9")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/health", 200),
        ("/bookmarks?limit=1", 200),
        ("/bookmarks?limit=0", 422),
        ("/no-such-path", 404),
        ("/bookmarks/", 404),
        ("/bookmarks?q=http://a.example/b%3Fc", 200),
    ],
)
@pytest.mark.parametrize("scheme", ["http", "HTTP"])
def test_a_target_in_absolute_form_is_answered_like_its_path(
    raw: OpenRaw, alice: Client, scheme: str, path: str, status: int
) -> None:
    connection = raw()
    target = f"{scheme}://{connection.host}{path}"
    connection.request("GET", target, headers=authorization(alice))
    assert connection.read("GET", path).status == status
