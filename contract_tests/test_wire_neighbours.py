"""HTTP on the wire: what do clients that stop in the middle cost the others?"""

import contextlib
from collections.abc import Iterator

import pytest

from contract_tests.support.alone import alone
from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.raw import OpenRaw
from contract_tests.support.run import Run
from contract_tests.support.start import Started

# Fewer than the threads of one process, so that a server that gives each connection
# a thread can pass. The kernel may hand all of them to the same process.
NEIGHBOURS = 3


@pytest.fixture
def no_other_neighbours(run: Run, target: Started) -> Iterator[None]:
    """Those of another worker's test would take threads of the same process."""
    with alone(run.folder, f"neighbours-{target.target.id}"):
        yield


# First of all fixtures, and so undone last: when the neighbours have left.
@pytest.mark.usefixtures("no_other_neighbours")
@checks("wire-8")
@pytest.mark.parametrize(
    "sent",
    [
        "",
        "GET /hea",
        "GET /health HTTP/1.1\r\nHost: {host}\r\nX-A",
        "POST /tokens HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        'Content-Length: 100\r\n\r\n{"user',
        "POST /tokens HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        'Transfer-Encoding: chunked\r\n\r\n5\r\n{"us',
    ],
    ids=["nothing", "half-a-line", "half-a-head", "half-a-body", "half-a-chunk"],
)
@pytest.mark.parametrize("then", ["waits", "leaves"])
def test_a_client_that_stops_does_not_stop_others(
    raw: OpenRaw, alice: Client, sent: str, then: str
) -> None:
    for _ in range(NEIGHBOURS):
        neighbour = raw()
        neighbour.send(sent.replace("{host}", neighbour.host).encode())
        if then == "leaves":
            neighbour.close()
    for _ in range(NEIGHBOURS):
        # A connection of its own for each: none waits behind a neighbour.
        with contextlib.closing(raw()) as connection:
            connection.request("GET", "/health")
            assert connection.read("GET", "/health").status == 200
    assert alice.get("/bookmarks", params={"limit": 1}).status_code == 200
