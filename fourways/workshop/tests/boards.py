"""A board in a thread of the test, on a port of its own."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator

from fourways.workshop.board.room import Room
from fourways.workshop.board.server import Board

JOIN = "fourways workshop check --board http://192.0.2.1:8400 --nickname NAME"


@contextlib.contextmanager
def running(room: Room, planned: int | None = None) -> Iterator[int]:
    """The port of a board that shows this room, until the block ends."""
    board = Board(room, join=JOIN, planned=lambda: planned)
    loop = asyncio.new_event_loop()
    started = threading.Event()
    ports: list[int] = []

    def ready(port: int) -> None:
        ports.append(port)
        started.set()

    serving = loop.create_task(board.serve("127.0.0.1", 0, ready))

    def run() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(serving)
        with asyncio.Runner(loop_factory=lambda: loop):
            pass  # ends what is left of the connections, and the loop

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert started.wait(5)
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(serving.cancel)
        thread.join(5)
