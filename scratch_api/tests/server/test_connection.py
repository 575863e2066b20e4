"""A connection without a server: what leaves it, and when."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from scratch_api.server import Limits
from scratch_api.server.connection import Connection
from scratch_api.server.errors import ClientGone

from .running import PATIENCE, until

ROOM = 20_000  # of each socket, about: the system rounds it up
# Eight times as much, and no part of it is like another.
DATA = b"".join(b"%08d" % number for number in range(20_000))


@pytest.fixture
def client() -> Iterator[socket.socket]:
    """The other end of `connection`."""
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, ROOM)
        yield sock


@pytest.fixture
def connection(client: socket.socket) -> Iterator[Connection]:
    """One that gives up its client after half a second of silence."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client.connect(listener.getsockname())
        sock, peer = listener.accept()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
    connection = Connection(sock, peer, Limits(write_timeout=0.5))
    yield connection
    connection.close()


class Reader(threading.Thread):
    """A client that reads some bytes, with a pause after each part."""

    def __init__(self, client: socket.socket, count: int, pause: float = 0) -> None:
        """Begin to read."""
        super().__init__(daemon=True)
        self.data = b""
        self._client, self._count, self._pause = client, count, pause
        self.start()

    def run(self) -> None:
        """Read until there are enough, or no more."""
        while len(self.data) < self._count:
            piece = self._client.recv(ROOM)
            if not piece:
                return
            self.data += piece
            time.sleep(self._pause)


def test_a_streamed_block_leaves_before_the_next_one_is_there(
    connection: Connection, client: socket.socket
) -> None:
    reader = Reader(client, len(DATA))
    connection.stream(DATA)
    until(lambda: reader.data == DATA, "for all of the block")


def test_a_client_that_reads_slowly_gets_all_of_a_stream(
    connection: Connection, client: socket.socket
) -> None:
    reader = Reader(client, len(DATA) * 2, pause=0.05)  # longer than the time-out
    connection.stream(DATA * 2)
    until(lambda: reader.data == DATA * 2, "for all of the block")


def test_nothing_is_sent_twice_to_a_client_that_stops_reading(
    connection: Connection, client: socket.socket
) -> None:
    reader = Reader(client, len(DATA) // 2)
    with pytest.raises(ClientGone):
        connection.stream(DATA * 10)
    reader.join()
    rest = Reader(client, len(DATA) * 20)
    connection.finish(keep_alive=False)
    while rest.is_alive():
        connection.on_event()
    assert (DATA * 10).startswith(reader.data + rest.data)


def test_nothing_is_sent_to_a_client_that_was_given_up(
    connection: Connection, client: socket.socket
) -> None:
    with pytest.raises(ClientGone):
        connection.stream(DATA * 10)
    Reader(client, len(DATA) * 10).join(PATIENCE)
    with pytest.raises(ClientGone):
        connection.stream(b"more")
