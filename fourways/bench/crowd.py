"""A normal client, alone and among clients that hold the server up.

The crowd: connections that have sent half a request, and connections that were
answered and now say nothing. A server that gives each of them a thread has none left
for the normal client.
"""

import math
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

from fourways.terminal import Mistake

from .contenders import Contender, running

_REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
_HALF = b"GET / HTTP/1.1\r\nHost: loc"
_PATIENCE = 5.0
# A round ends here even if the server has not answered all its requests.
_LONGEST_ROUND = 10.0


@dataclass(frozen=True)
class Latency:
    """The p99 of a normal client, in milliseconds; infinite: it got no answer."""

    alone: float
    crowded: float

    @property
    def ratio(self) -> float:
        """How many times as long the normal client waits among the crowd."""
        return self.crowded / self.alone

    def as_json(self) -> dict[str, float | None]:
        """The same with nothing for infinite, which JSON does not have."""
        crowded = self.crowded if math.isfinite(self.crowded) else None
        return {"alone_ms": self.alone, "crowded_ms": crowded}


def measure(
    contender: Contender,
    processes: int,
    threads: int,
    *,
    half_sent: int,
    idle: int,
    requests: int,
    rounds: int,
    tell: Callable[[str], None],
) -> Latency:
    """Measure alone and crowded in turn; return the medians of the rounds."""
    alone, crowded = [], []
    with running(contender, processes, threads) as port:
        _p99(port, requests)  # warm up
        for number in range(rounds):
            tell(f"{contender.name}: round {number + 1} of {rounds}")
            alone.append(_p99(port, requests))
            crowded.append(_p99_in_crowd(port, requests, half_sent, idle))
    return Latency(median(alone), median(crowded))


def _p99_in_crowd(port: int, requests: int, half_sent: int, idle: int) -> float:
    try:
        with _crowd(port, half_sent, idle):
            return _p99(port, requests)
    except OSError:  # not even a connection
        return math.inf


@contextmanager
def _crowd(port: int, half_sent: int, idle: int) -> Iterator[None]:
    # Half a request, a request and then silence, or not a word.
    words = [_HALF] * half_sent + [_REQUEST, b""] * (idle // 2) + [b""] * (idle % 2)
    with ExitStack() as stack:
        for sock in arrivals(port, words, _LONGEST_ROUND):
            stack.enter_context(sock)
        yield


def arrivals(port: int, words: list[bytes], seconds: float) -> Iterator[socket.socket]:
    """Open one connection after the other, and say one of the words on each.

    It ends early after `seconds`: a server that hardly accepts any more is crowded
    enough. Raises OSError where not even a connection comes about.
    """
    end = time.perf_counter() + seconds
    for word in words:
        sock = _connect(port)
        sock.sendall(word)
        yield sock
        if time.perf_counter() > end:
            return


def raise_file_limit(needed: int) -> None:
    """Let this process, and those it starts, open so many files. Raises Mistake."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise Mistake(f"{needed} open files are needed, and this system allows {hard}")
    if soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def _connect(port: int) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), _PATIENCE)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def _p99(port: int, requests: int) -> float:
    """Ask one question after the other on one connection."""
    times = []
    end = time.perf_counter() + _LONGEST_ROUND
    try:
        with _connect(port) as sock:
            for _ in range(requests):
                started = time.perf_counter()
                sock.sendall(_REQUEST)
                _read_answer(sock)
                times.append(time.perf_counter() - started)
                if time.perf_counter() > end:
                    break
    except OSError:
        return math.inf
    return sorted(times)[math.ceil(len(times) * 0.99) - 1] * 1_000


def _read_answer(sock: socket.socket) -> None:
    data = b""
    while not data.endswith(b"}"):  # the body is one JSON object
        received = sock.recv(65_536)
        if not received:
            raise ConnectionError("the server closed the connection")
        data += received
