"""Ten thousand connections that say nothing, and one client that wants something."""

import time
from contextlib import ExitStack, suppress
from socket import socket
from statistics import median

from fourways.bench.crowd import arrivals, raise_file_limit
from fourways.process import wait_until
from fourways.terminal import Mistake

from ..client import Client, Unanswered
from ..outcome import NotRun
from ..rig import Rig
from ..scenario import Scenario, Seen

CROWD = 10_000
SPARE = 1_000
"""Open files for all else."""
ARRIVAL_SECONDS = 20.0
REQUESTS = 20
PATIENCE = 5.0
SECONDS = 30.0
OURS = "scratch"
"""The server that has to answer meanwhile; of others it is told."""

# Without a token: answered without a look at the database.
REQUEST = b"GET /tags HTTP/1.1\r\nHost: localhost\r\n\r\n"
WORDS = ([REQUEST] + [b""] * 9) * (CROWD // 10)


def run(rig: Rig) -> Seen:
    try:
        raise_file_limit(CROWD + SPARE)
    except Mistake as mistake:
        raise NotRun(str(mistake)) from None
    seen = Seen()
    with ExitStack() as stack:
        server = rig.running(stack)
        port = server.port.number
        alone = _ask(rig.client(server))
        seen.expect(len(alone) == REQUESTS, "a client alone was not answered")
        with ExitStack() as crowd:
            sockets = _crowd(crowd, port)
            seen.counts["connections made"] = len(sockets)
            crowded = _ask(rig.client(server))
            seen.counts["of them open"] = sum(map(_is_open, sockets))
        left = time.monotonic()
        _tell(seen, rig, alone, crowded)
        again = wait_until(
            lambda: len(_ask(rig.client(server), requests=1)) == 1, SECONDS
        )
        seen.expect(again, "nobody was answered after the crowd had left")
        seen.counts["seconds to recover"] = round(time.monotonic() - left, 1)
        seen.expect(
            len(_ask(rig.client(server))) == REQUESTS,
            "not everybody was answered after the crowd had left",
        )
        assert server.process
        seen.expect(server.process.exit_status() is None, "the server ended")
    return seen


def _crowd(stack: ExitStack, port: int) -> list[socket]:
    """Every tenth has been answered once, the others have not said a word."""
    sockets: list[socket] = []
    try:
        for sock in arrivals(port, WORDS, ARRIVAL_SECONDS):
            sockets.append(stack.enter_context(sock))
    except OSError:
        pass  # the server takes no more; how many came is told
    end = time.monotonic() + ARRIVAL_SECONDS
    for sock in sockets[::10]:
        sock.settimeout(max(0.001, end - time.monotonic()))
        with suppress(OSError):
            sock.recv(65_536)
    return sockets


def _ask(client: Client, requests: int = REQUESTS) -> list[float]:
    """Seconds that each answer took, to new connections; ends at the first miss."""
    times = []
    for number in range(requests):
        started = time.monotonic()
        path = ("/health", "/bookmarks")[number % 2]
        try:
            answer = client.ask("GET", path, patience=PATIENCE)
        except Unanswered:
            break
        finally:
            client.close()
        if answer.status != 200:
            break
        times.append(time.monotonic() - started)
    return times


def _is_open(sock: socket) -> bool:
    """Whether the server has not closed it; what it has sent is dropped."""
    sock.setblocking(False)
    try:
        while sock.recv(65_536):
            pass
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False


def _tell(seen: Seen, rig: Rig, alone: list[float], crowded: list[float]) -> None:
    seen.counts["ms alone"] = round(median(alone or [0.0]) * 1_000, 1)
    if len(crowded) == REQUESTS:
        seen.counts["ms in the crowd"] = round(median(crowded) * 1_000, 1)
        return
    miss = (
        f"a normal client got {len(crowded)} of {REQUESTS} answers, then none in "
        f"{PATIENCE:.0f} seconds"
    )
    if rig.served_by.name == OURS:
        seen.broken.append(miss)
    else:
        seen.notes.append(f"{rig.served_by.name}: {miss}")


SCENARIO = Scenario(
    name="idle-connections",
    does=f"{CROWD:,} connections that stay open: a tenth have been answered once, the "
    "others have not said a word. A normal client asks meanwhile.",
    holds=(
        "scratch_api.server goes on answering; what other servers do is told.",
        f"Every server answers as before within {SECONDS:.0f} seconds when the crowd "
        "has left.",
    ),
    run=run,
    databases=("sqlite",),
)
