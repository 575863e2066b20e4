"""One case on a connection of its own: what is sent, what comes back, how it ends."""

import contextlib
import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fourways.wire.cases import HOST, Case
from fourways.wire.line import Line
from fourways.wire.responses import Malformed, Response, faults

PROBE: Final = f"GET /probe HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
DEADLINE: Final = 3.0
"""Seconds for a response; more is a hang."""
WAITING: Final = 1.5
"""Seconds, where to wait for more is accepted, too."""
QUIET: Final = 0.4
"""Seconds for one more, when there was a response already."""
PAUSE: Final = 0.05
SLOW: Final = 5.0
"""Seconds in which a server with time-outs of 2 must have ended a request."""


@dataclass
class Observed:
    """What happened. `end` as in expected.py; `views`: what the application saw."""

    statuses: list[int] = field(default_factory=list)
    end: str = "waits"
    views: list[Mapping[str, Any]] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    faults: set[str] = field(default_factory=set)
    trouble: str = ""
    malformed: bool = False

    @property
    def outcome(self) -> str:
        """The same in the words of `expected.py`."""
        statuses = ", ".join(map(str, self.statuses[:8])) or "none"
        if len(self.statuses) > 8:
            statuses = f"{len(self.statuses)} responses"
        return f"{statuses} {self.end}"


def exchange(port: int, case: Case) -> Observed:
    """Send a case's pieces and see what the server makes of them."""
    observed = Observed()
    try:
        line = Line(port)
    except OSError as error:
        observed.trouble = f"no connection: {error}"
        return observed
    try:
        _send(line, case, observed)
        _finish(line, case, observed)
    except Malformed as malformed:
        observed.end = "closed"
        observed.trouble = f"malformed response: {malformed}"
        observed.malformed = True
        if not case.passed_on and not case.another:
            observed.faults.add("malformed-response")
    finally:
        line.close(reset=case.then == "reset")
    return observed


def _send(line: Line, case: Case, observed: Observed) -> None:
    for number, piece in enumerate(case.pieces):
        if number and case.between == "continue":
            _read(line, case, observed, DEADLINE)
            if not observed.statuses:
                observed.trouble = "it waited for the content"
        elif number:
            time.sleep(PAUSE)
        if number and case.between == "silence":
            early = _read(line, case, observed, PAUSE)
            if early and early.status < 400:
                observed.trouble = "it answered before the request was there"
        line.send(piece)
    if case.then == "end":
        with contextlib.suppress(OSError):
            line.socket.shutdown(socket.SHUT_WR)


def _finish(line: Line, case: Case, observed: Observed) -> None:
    if case.then in ("leave", "reset"):
        observed.end = "closed"
        return
    wanted = max(len(each.statuses) for each in case.right)
    if case.then != "ask":
        wanted = 1_000  # until it has ended
    waits = any("waits" in each.ends for each in (*case.right, *case.lenient))
    seconds = SLOW if case.then == "wait" else WAITING if waits else DEADLINE
    while len(observed.statuses) < wanted:
        if _read(line, case, observed, seconds) is None:
            break
        seconds = SLOW if case.then == "wait" else QUIET
    if line.ended:
        while _read(line, case, observed, 0):
            pass
        observed.end = "closed"
    elif observed.statuses and case.then == "ask":
        _ask(line, case, observed)


def _ask(line: Line, case: Case, observed: Observed) -> None:
    """Ask another question: whatever comes before its answer belongs to the case."""
    said_close = "close" in observed.responses[-1].options()
    line.send(PROBE)
    while (found := _read(line, case, observed, DEADLINE)) is not None:
        if observed.views and observed.views[-1]["path"] == "/probe":
            for taken in (observed.views, observed.statuses, observed.responses):
                taken.pop()
            observed.end = "open"
            if said_close and found.status < 400:
                observed.faults.add("close-said-and-not-done")
            return
    observed.end = "closed" if line.ended else "waits"


def _read(
    line: Line, case: Case, observed: Observed, seconds: float
) -> Response | None:
    final = sum(status >= 200 for status in observed.statuses)
    method = case.methods[final] if final < len(case.methods) else "GET"
    response = line.response(method, seconds)
    if response is None:
        return None
    observed.responses.append(response)
    observed.statuses.append(response.status)
    first_line = case.pieces[0].partition(b"\r\n")[0]
    asked_1_0 = final == 0 and first_line.endswith(b" HTTP/1.0")
    if not case.passed_on:
        observed.faults |= faults(response, asked_1_0=asked_1_0)
    if response.body.startswith(b'{"method"'):
        with contextlib.suppress(ValueError):
            observed.views.append(json.loads(response.body))
    return response


def answers(port: int, seconds: float | None = None) -> bool:
    """Whether a plain request on a connection of its own is answered with 200."""
    try:
        line = Line(port)
    except OSError:
        return False
    try:
        line.send(PROBE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        response = line.response("GET", seconds or DEADLINE)
    except Malformed:
        return False
    finally:
        line.close()
    return response is not None and response.status == 200
