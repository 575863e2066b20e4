"""Stage 2: the program reads what was asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from fourways.workshop.checks import check
from fourways.workshop.checks.responses import HEALTH
from fourways.workshop.expect import (
    expect_first_line,
    expect_problem,
    expect_status,
)
from fourways.workshop.lab import Lab
from fourways.workshop.response import Failed
from fourways.workshop.wire import Exchange


@check
def unknown_path(lab: Lab) -> None:
    """Only what is there is found."""
    for path in ("/nothing-here", "/healthy", "/health/"):
        expect_status(lab.request("GET", path), 404)
    expect_status(lab.request("GET", HEALTH), 200)


@check
def error_is_a_problem(lab: Lab) -> None:
    """An error has a form that programs can read."""
    expect_problem(lab.request("GET", "/nothing-here"), "not-found")


@check
def header_case(lab: Lab) -> None:
    """Names of headers are the same in any case."""
    for name in ("Host", "host", "hOST"):
        good = lab.request("GET", HEALTH, headers=[(name, "localhost")])
        expect_status(good, 200, f"for {name}: localhost")
        bad = lab.request("GET", HEALTH, headers=[(name, "evil.example")])
        expect_status(bad, 400, f"for {name}: evil.example")


@check
def two_sends(lab: Lab) -> None:
    """The head is complete at the empty line, however it arrives."""
    head = f"GET /nothing-here HTTP/1.1\r\nHost: 127.0.0.1:{lab.program.port}\r\n"
    rest = "Connection: close\r\n\r\n"
    whole = (head + rest).encode()
    for cut in (len("GET /noth"), len(head) + 3, len(whole) - 1):
        expect_status(lab.in_pieces("GET", whole[:cut], whole[cut:]), 404)


@check
def broken_request(lab: Lab) -> None:
    """What is no request is refused, and the next one is answered."""
    program = lab.program
    exchange = lab.exchange(Exchange("GET", [b"NONSENSE\r\n\r\n"]))
    expect_first_line(exchange, 400)
    with expecting("after somebody else has sent what is no request"):
        expect_status(lab.request("GET", HEALTH, program=program), 200)


@check
def silent_client(lab: Lab) -> None:
    """One who connects and leaves does no harm."""
    program = lab.program
    lab.hang_up(b"")
    lab.hang_up(b"GET /heal")
    with expecting("after somebody else has connected and left"):
        expect_status(lab.request("GET", HEALTH, program=program), 200)


@contextmanager
def expecting(when: str) -> Iterator[None]:
    """Tell with what was expected what had been before: it is not in the exchange."""
    try:
        yield
    except Failed as failed:
        failed.expected += f", {when}"
        raise
