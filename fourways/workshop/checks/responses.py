"""Stage 1: what comes back is an HTTP response."""

from fourways.workshop.answers import read_head
from fourways.workshop.checks import check
from fourways.workshop.expect import (
    expect_first_line,
    expect_json,
    expect_type,
)
from fourways.workshop.lab import Lab

HEALTH = "/health"


@check
def status_line(lab: Lab) -> None:
    """The first line says 200."""
    expect_first_line(lab.exchange(lab.prepare("GET", HEALTH)), 200)


@check
def line_ends(lab: Lab) -> None:
    """The head is lines that end with CR LF, and an empty one."""
    read_head(lab.exchange(lab.prepare("GET", HEALTH)))


@check
def content_length(lab: Lab) -> None:
    """The body has the length that is promised."""
    lab.request("GET", HEALTH)


@check
def health_body(lab: Lab) -> None:
    """The body is what a load balancer wants to read."""
    response = lab.request("GET", HEALTH)
    expect_type(response, "application/json")
    expect_json(response, {"status": "ok"})


@check
def second_connection(lab: Lab) -> None:
    """Answering one does not end the program."""
    program = lab.program
    for _ in range(3):
        exchange = lab.exchange(lab.prepare("GET", HEALTH), program)
        expect_first_line(exchange, 200)
