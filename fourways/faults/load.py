"""A steady load of writes from several clients, and the account of it.

Each writer creates a bookmark with three tags, then adds its number to a counter
that all of them share: it reads the counter, changes what it read, and writes it
back if nobody else did in between (RFC 9110 13.1.1, If-Match).
"""

import itertools
import json
import threading
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, Self

from fourways.process import wait_until

from .client import Answer, Client, Unanswered
from .ledger import COUNTER, Ledger, total

WRITERS: Final = 4
PAUSE: Final = 0.01
"""Seconds between two writes of a writer; more after one that failed."""
PAUSE_AFTER_FAILURE: Final = 0.05
WAIT_SECONDS: Final = 30.0
"""So soon writes have to go on after a fault."""


class Load:
    """Writers in threads, from `with` on until `stop`."""

    def __init__(
        self, ports: Sequence[int], token: str, writers: int = WRITERS
    ) -> None:
        """Write as the user of `token`, to the first of `ports` while it answers."""
        counter = _make_counter(ports, token)
        self._stop = threading.Event()
        names = [f"writer{number}" for number in range(writers)]
        self._writers = [
            Writer(name, Client(ports, token), counter, self._stop) for name in names
        ]

    def __enter__(self) -> Self:
        for writer in self._writers:
            writer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def acknowledged(self) -> int:
        """How many writes have been acknowledged so far."""
        return sum(writer.ledger.acknowledged for writer in self._writers)

    def errors(self) -> int:
        """How many writes and reads have been answered with 500 or more so far."""
        return sum(writer.ledger.errors.total() for writer in self._writers)

    def wait(self, more: int, seconds: float = WAIT_SECONDS) -> bool:
        """Whether so many more writes are acknowledged in time."""
        enough = self.acknowledged() + more
        return wait_until(lambda: self.acknowledged() >= enough, seconds)

    def stop(self) -> Ledger:
        """Let each writer end what it is at; returns the account of all."""
        self._stop.set()
        for writer in self._writers:
            if writer.ident is not None:
                writer.join()
        return total(writer.ledger for writer in self._writers)


class Writer(threading.Thread):
    """One client that writes until it is told to stop."""

    def __init__(
        self, name: str, client: Client, counter: str, stop: threading.Event
    ) -> None:
        super().__init__(name=name, daemon=True)
        self.ledger = Ledger()
        self._client = client
        self._counter = counter
        # Not `_stop`: threads have one of their own.
        self._told = stop

    def run(self) -> None:
        """Create and count in turn."""
        for number in itertools.count(1):
            for write in (self._create, self._count):
                if self._told.is_set():
                    self._close()
                    return
                went_well = write(number)
                self._told.wait(PAUSE if went_well else PAUSE_AFTER_FAILURE)

    def _close(self) -> None:
        self.ledger.again = self._client.again
        self.ledger.slowest = self._client.slowest
        self._client.close()

    def _create(self, number: int) -> bool:
        url = f"https://{self.name}.example/{number}"
        tags = sorted(["load", self.name, f"n{number}"])
        body = {"url": url, "title": f"{self.name} {number}", "tags": tags}
        self.ledger.open[url] = body
        answer = self._write("POST", "/bookmarks", body)
        if answer is None:
            return False
        if answer.status == 201:
            self.ledger.created[url] = answer.json()
            del self.ledger.open[url]
            return True
        return self._other("POST", answer, self.ledger.refused)

    def _count(self, number: int) -> bool:
        try:
            read = self._client.ask("GET", self._counter)
        except Unanswered as lost:
            self.ledger.reads_unanswered[lost.how] += 1
            return False
        if read.status != 200:
            return self._other("GET", read, self.ledger.reads_refused)
        numbers: dict[str, int] = json.loads(read.json()["notes"])
        self._look(numbers.get(self.name, 0))
        return self._change(number, numbers, read.headers["etag"])

    def _look(self, kept: int) -> None:
        """Compare the number of ours that the counter has with what we were told."""
        last = self.ledger.counted.get(self.name, 0)
        if kept in self._open_counts():
            self._open_counts().discard(kept)
            self.ledger.counted[self.name] = kept
            self.ledger.done_unanswered += 1
        elif kept != last:
            self.ledger.wrong.append(
                f"lost: {self.name} was told that the counter has its {last}; "
                f"it has {kept}"
            )

    def _open_counts(self) -> set[int]:
        return self.ledger.open_counts.setdefault(self.name, set())

    def _change(self, number: int, numbers: dict[str, int], etag: str) -> bool:
        tags = sorted([self.name, f"n{number}"])
        notes = json.dumps({**numbers, self.name: number})
        body = {"title": f"{self.name} {number}", "tags": tags, "notes": notes}
        self._open_counts().add(number)
        answer = self._write("PATCH", self._counter, body, {"If-Match": etag})
        if answer is None:
            return False
        if answer.status == 200:
            self.ledger.changes += 1
            self.ledger.counted[self.name] = number
            # If-Match: what was open before has come to nothing, or we had read it.
            self._open_counts().clear()
            return True
        if answer.status == 412:  # another writer was first
            self._open_counts().discard(number)
            self.ledger.lost_races += 1
            return True
        return self._other("PATCH", answer, self.ledger.refused)

    def _write(
        self,
        method: str,
        path: str,
        body: Any,
        headers: dict[str, str] | None = None,
    ) -> Answer | None:
        self.ledger.sent += 1
        try:
            return self._client.ask(method, path, body, headers=headers)
        except Unanswered as lost:
            self.ledger.unanswered[lost.how] += 1
            return None

    def _other(self, method: str, answer: Answer, refused: Counter[int]) -> bool:
        if answer.status >= 500:
            refused[answer.status] += 1
        # openapi.yaml: of 500 and more only a 500 problem, but for /health.
        if (answer.status, answer.problem) != (500, "internal-error"):
            what = answer.problem or "no problem"
            self.ledger.wrong.append(f"{method} was answered {answer.status} {what}")
        return False


def _make_counter(ports: Sequence[int], token: str) -> str:
    """The counter's path."""
    client = Client(ports, token)
    made = client.ask("POST", "/bookmarks", COUNTER)
    client.close()
    assert made.status == 201, made
    return f"/bookmarks/{made.json()['id']}"
