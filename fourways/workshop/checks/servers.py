"""Stages 6, 10 and 11: what a server does beside calling the application."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from fourways.workshop.answers import read_response, read_responses
from fourways.workshop.checks import check
from fourways.workshop.checks.bodies import PATH
from fourways.workshop.checks.responses import HEALTH
from fourways.workshop.expect import expect_json, expect_status
from fourways.workshop.lab import Lab
from fourways.workshop.response import Failed
from fourways.workshop.wire import End, Exchange

WRITERS: Final = 32


@check
def chunked_body(lab: Lab) -> None:
    """A body may come in chunks, without Content-Length."""
    lines = (
        f"POST {PATH} HTTP/1.1",
        f"Host: 127.0.0.1:{lab.program.port}",
        "Content-Type: application/json",
        "Transfer-Encoding: chunked",
        "Connection: close",
        "",
        "",
    )
    head = "\r\n".join(lines).encode()
    first, second = b'{"url": "https://example.org/chunks", ', b'"title": "Chunks"}'
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(c), c) for c in (first, second))
    response = lab.in_pieces("POST", head + chunks + b"0\r\n\r\n")
    expect_status(response, 201)
    expect_json(response, {"title": "Chunks"})


@check
def slow_client(lab: Lab) -> None:
    """Who sends half a request does not stop others."""
    with lab.holding(b"GET /heal", connections=3):
        expect_status(lab.request("GET", HEALTH), 200, "while three others are slow")


@check
def idle_client(lab: Lab) -> None:
    """Who says nothing, or stops in the middle, does not stay for ever."""
    program, seconds = lab.program, lab.setup.patience.answer
    clients = [Exchange("GET", [data]) for data in (b"", b"GET /heal")]
    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(lambda client: lab.exchange(client, program), clients))
    for exchange in clients:
        if exchange.end is End.silence:
            raise Failed(
                f"After {seconds:g} seconds the connection is open, and your program "
                "hangs on.",
                "a close, or an error and a close, before that",
                exchange,
            )


@check
def writers_at_once(lab: Lab) -> None:
    """Many write at the same time, and each is served."""
    bodies = [
        {"url": f"https://example.org/writer/{number}", "title": f"Writer {number}"}
        for number in range(WRITERS)
    ]
    requests = [lab.prepare("POST", PATH, each) for each in bodies]
    with ThreadPoolExecutor(WRITERS) as pool:
        responses = list(pool.map(lab.send, requests))
    for response, body in zip(responses, bodies, strict=True):
        expect_status(response, 201, f"with {WRITERS} writers at once")
        expect_json(response, body)


def get(lab: Lab, path: str, version: str = "HTTP/1.1", *headers: str) -> bytes:
    """A GET in bytes, which does not ask for the connection to be closed."""
    host = f"Host: 127.0.0.1:{lab.program.port}"
    return "\r\n".join([f"GET {path} {version}", host, *headers, "", ""]).encode()


CLOSE = "Connection: close"


@check
def keep_alive(lab: Lab) -> None:
    """The connection stays open for another request."""
    pieces = [get(lab, HEALTH), get(lab, "/nothing-here", "HTTP/1.1", CLOSE)]
    first, second = read_responses(lab.exchange(Exchange("GET", pieces)), 2)
    expect_status(first, 200)
    expect_status(second, 404)


@check
def pipelined(lab: Lab) -> None:
    """The end of one request is the beginning of the next."""
    body = {"url": "https://example.org/pipelined", "title": "Pipelined"}
    post = lab.prepare("POST", PATH, body).pieces[0]
    post = post.replace(CLOSE.encode() + b"\r\n", b"")
    last = get(lab, "/nothing-here", "HTTP/1.1", CLOSE)
    for pieces in (
        [get(lab, HEALTH) + post + last],
        [get(lab, HEALTH) + post[:-5], post[-5:] + last],
    ):
        found = read_responses(lab.exchange(Exchange("GET", pieces)), 3)
        for response, status in zip(found, (200, 201, 404), strict=True):
            expect_status(response, status)
        expect_json(found[1], body)


@check
def http_1_0(lab: Lab) -> None:
    """A client of the old version waits for the close."""
    exchange = lab.exchange(Exchange("GET", [get(lab, HEALTH, "HTTP/1.0")]))
    expect_status(read_response(exchange), 200)
