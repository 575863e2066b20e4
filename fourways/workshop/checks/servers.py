"""Stage 6: what somebody else's server does beside calling the application."""

from fourways.workshop.checks import check
from fourways.workshop.checks.bodies import PATH
from fourways.workshop.checks.responses import HEALTH
from fourways.workshop.expect import expect_json, expect_status
from fourways.workshop.lab import Lab


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
