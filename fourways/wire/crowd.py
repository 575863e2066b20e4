"""Many clients at once, and whether others are still answered meanwhile.

They are more than the server has threads. No RFC asks for it: what is judged is
whether anybody who opens a few connections can stop everybody else.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Final

from fourways.wire.cases import HOST, Crowd
from fourways.wire.exchange import answers
from fourways.wire.judge import Judged, Verdict
from fourways.wire.line import ADDRESS, Line
from fourways.wire.responses import Malformed

QUESTIONS: Final = 10
SECONDS: Final = 4.0
"""For the answer to each of them."""
PIPELINED: Final = 50
PATIENCE: Final = 6.0
"""Seconds for all pipelined requests of a crowd."""
SETTLE: Final = 0.3
DRIP_PAUSE: Final = 0.1
END: Final = 3.5
"""Seconds in which a server with time-outs of 2 ends those who stopped."""
CONNECT: Final = 0.5


class Clients:
    """Connections that say a little, then drip, wait or leave."""

    def __init__(self, port: int, crowd: Crowd) -> None:
        self._crowd = crowd
        self._sockets: list[socket.socket] = []
        self._stop = threading.Event()
        self.began = time.monotonic()
        self.left = 0
        # A server that takes no more is crowded enough.
        with suppress(OSError):
            for _ in range(crowd.connections):
                self._sockets.append(self._connect(port))
        self.left = len(self._sockets)
        self._thread = threading.Thread(target=self._drip, daemon=True)
        self._thread.start()

    def _connect(self, port: int) -> socket.socket:
        client = socket.create_connection((ADDRESS, port), CONNECT)
        with suppress(OSError):
            client.sendall(self._crowd.sends)
        client.setblocking(False)
        return client

    def _drip(self) -> None:
        going = list(self._sockets)
        while going and not self._stop.wait(DRIP_PAUSE):
            going = [client for client in going if self._goes_on(client)]
            self.left = len(going)

    def _goes_on(self, client: socket.socket) -> bool:
        """Say a little more; whether the server has not ended it."""
        try:
            if self._crowd.kind != "unread" and not client.recv(65_536):
                return False
        except BlockingIOError:
            pass
        except OSError:
            return False
        with suppress(OSError):
            client.send(self._crowd.drip)
        return True

    def leave(self) -> None:
        """Close all, some of them with a reset."""
        self._stop.set()
        self._thread.join()
        for client in self._sockets:
            client.close()


@contextmanager
def clients(port: int, crowd: Crowd) -> Iterator[Clients]:
    """A crowd that is there until the end of the block."""
    there = Clients(port, crowd)
    try:
        yield there
    finally:
        there.leave()


def judge_crowd(port: int, crowd: Crowd) -> Judged:
    """Ask among a crowd."""
    if crowd.kind == "leave":
        with suppress(OSError):  # a server that takes no more is crowded enough
            for _ in range(crowd.connections):
                line = Line(port, CONNECT)
                line.send(crowd.sends)
                line.close(reset=True)
        return _asked(port)
    with clients(port, crowd) as there:
        time.sleep(SETTLE)
        if crowd.kind == "pipelines":
            return _pipelines(port, crowd)
        judged = _asked(port)
        if crowd.kind == "unread" or judged.verdict is not Verdict.right:
            return judged  # who does not read does not see the end
        return Judged(judged.verdict, f"{judged.outcome}, {_ended(there)}")


def _asked(port: int) -> Judged:
    """Ask, until there is no answer in time."""
    for number in range(QUESTIONS):
        if not answers(port, SECONDS):
            outcome = f"{number} of {QUESTIONS} answered"
            why = f"others got no answer in {SECONDS:.0f} seconds"
            return Judged(Verdict.hang, outcome, why)
    return Judged(Verdict.right, "others are answered")


def _ended(there: Clients) -> str:
    """Whether the server ends those who do not go on."""
    while there.left and time.monotonic() - there.began < END:
        time.sleep(DRIP_PAUSE)
    return "some are kept" if there.left else "all are ended"


def _pipelines(port: int, crowd: Crowd) -> Judged:
    """Pipelined requests on many connections, and their answers in order."""
    total = crowd.connections * PIPELINED
    answered, closed = 0, False
    deadline = time.monotonic() + PATIENCE
    with ExitStack() as stack:
        try:
            lines = [Line(port) for _ in range(crowd.connections)]
        except OSError as error:
            return Judged(Verdict.hang, f"0 of {total} answered", str(error))
        for number, line in enumerate(lines):
            stack.callback(line.close)
            line.send(b"".join(_request(number, each) for each in range(PIPELINED)))
        for number, line in enumerate(lines):
            for each in range(PIPELINED):
                try:
                    left = max(deadline - time.monotonic(), 0.001)
                    response = line.response("GET", left)
                except Malformed as malformed:
                    return Judged(Verdict.wrong, "malformed response", str(malformed))
                if response is None:
                    closed = closed or line.ended
                    break
                if _path(number, each) not in response.body:
                    return Judged(Verdict.wrong, "out of order", f"at {each}")
                answered += 1
    outcome = f"{answered} of {total} in order"
    if answered == total:
        return Judged(Verdict.right, outcome)
    if closed and answered >= crowd.connections:
        return Judged(Verdict.lenient, outcome, "closed before all were answered")
    return Judged(Verdict.hang, outcome, f"no answer in {PATIENCE:.0f} seconds")


def _path(number: int, each: int) -> bytes:
    return b'"/p-%d-%d"' % (number, each)


def _request(number: int, each: int) -> bytes:
    path = _path(number, each).strip(b'"')
    return b"GET %b HTTP/1.1\r\nHost: %b\r\n\r\n" % (path, HOST.encode())
