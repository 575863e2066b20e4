"""One client on a keep-alive connection, and the ways to get no answer."""

import contextlib
import http.client
import json
import select
import socket
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

PATIENCE: Final = 15.0
"""Seconds without a byte of an answer: then it hangs."""

# RFC 9110 9.2.2: what a client may send again by itself when the connection is
# closed before it has read a response.
IDEMPOTENT: Final = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}


class Lost(StrEnum):
    """How a request stayed without an answer."""

    REFUSED = "nobody listened"
    # RFC 9112 9.3.1 and 9.6: a server may close an idle connection at any time, so
    # also while a request is on its way on it.
    RACED = "closed as the request was sent"
    UNTAKEN = "a new connection was closed without a byte"
    CUT = "the answer broke off"
    HUNG = "no answer in time"


class Unanswered(Exception):
    """There was no whole answer."""

    def __init__(self, how: Lost) -> None:
        super().__init__(how.value)
        self.how = how


@dataclass(frozen=True)
class Answer:
    """A whole response."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """What the body says."""
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        """The end of a problem's type (RFC 9457), or "" where it is none."""
        if self.headers.get("content-type") != "application/problem+json":
            return ""
        return str(self.json()["type"]).rpartition(":")[2]


class Client:
    """Asks one of several servers, on one connection while that is open."""

    def __init__(self, ports: Sequence[int], token: str = "") -> None:
        """`ports` of 127.0.0.1: a new connection goes to the first that listens.

        The list may be changed from outside meanwhile.
        """
        self._ports = ports
        self._token = token
        self._connection: http.client.HTTPConnection | None = None
        self.again: Counter[Lost] = Counter()
        """Why requests were sent a second time."""
        self.slowest = 0.0
        """Seconds that the slowest whole answer took."""

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Mapping[str, str] | None = None,
        patience: float = PATIENCE,
    ) -> Answer:
        """The answer, after a second attempt where a client may make one.

        Raises Unanswered.
        """
        try:
            return self._once(method, path, body, headers or {}, patience)
        except Unanswered as lost:
            closed = lost.how in (Lost.RACED, Lost.UNTAKEN)
            if not closed or method not in IDEMPOTENT:
                raise
            self.again[lost.how] += 1
        return self._once(method, path, body, headers or {}, patience)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _once(
        self,
        method: str,
        path: str,
        body: object,
        headers: Mapping[str, str],
        patience: float,
    ) -> Answer:
        started = time.monotonic()
        connection, used = self._connect(patience)
        text = None if body is None else json.dumps(body)
        try:
            self._send(connection, method, path, text, headers, used)
            answer = _read(connection)
        except Unanswered:
            self.close()
            raise
        if connection.sock is None:  # the answer said that it is the last one
            self.close()
        self.slowest = max(self.slowest, time.monotonic() - started)
        return answer

    def _connect(self, patience: float) -> tuple[http.client.HTTPConnection, bool]:
        """A connection, and whether it has been used before."""
        if self._connection and not _ended(self._connection.sock):
            self._connection.sock.settimeout(patience)
            return self._connection, True
        self.close()
        for port in tuple(self._ports):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
            try:
                connection.connect()
            except TimeoutError:
                raise Unanswered(Lost.HUNG) from None
            except OSError:  # the next one, if there is one
                continue
            self._connection = connection
            return connection, False
        raise Unanswered(Lost.REFUSED)

    def _send(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        text: str | None,
        headers: Mapping[str, str],
        used: bool,
    ) -> None:
        """Send the request and wait for the first byte of an answer."""
        content = {} if text is None else {"Content-Type": "application/json"}
        signed = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        first = b""
        try:
            connection.request(method, path, text, {**content, **signed, **headers})
            first = connection.sock.recv(1, socket.MSG_PEEK)
        except TimeoutError:
            raise Unanswered(Lost.HUNG) from None
        except OSError:
            pass
        if not first:
            raise Unanswered(Lost.RACED if used else Lost.UNTAKEN)


def _read(connection: http.client.HTTPConnection) -> Answer:
    try:
        response = connection.getresponse()
        body = response.read()
    except TimeoutError:
        raise Unanswered(Lost.HUNG) from None
    except (OSError, http.client.HTTPException):
        raise Unanswered(Lost.CUT) from None
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, body)


def _ended(sock: socket.socket | None) -> bool:
    """Whether the other side has closed already: then nothing is sent there."""
    if sock is None:
        return True
    with contextlib.suppress(OSError, ValueError):
        return bool(select.select([sock], [], [], 0)[0])
    return True
