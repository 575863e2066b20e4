"""GET /health, again and again: what it says, from when to when, and how fast."""

import threading
import time
from dataclasses import dataclass
from typing import Final, Self

from fourways.process import wait_until

from .client import Client, Lost, Unanswered

PAUSE: Final = 0.03
"""Seconds between two questions."""
HANG_SECONDS: Final = 5.0
"""A balancer that asks does not wait longer."""


@dataclass(frozen=True)
class Said:
    """One question and its answer: 200, 503, ... or how it stayed without one."""

    asked: float
    answered: float
    what: int | Lost

    @property
    def seconds(self) -> float:
        """How long the answer took."""
        return self.answered - self.asked


class Probe(threading.Thread):
    """Asks one server, each time on a new connection, until `stop`."""

    def __init__(self, port: int) -> None:
        super().__init__(name="probe", daemon=True)
        self._port = port
        self._told = threading.Event()
        self.said: list[Said] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._told.set()
        self.join()

    def run(self) -> None:
        """Ask and note."""
        while not self._told.wait(PAUSE):
            asked = time.monotonic()
            what: int | Lost
            client = Client([self._port])
            try:
                answer = client.ask(
                    "GET",
                    "/health",
                    headers={"Connection": "close"},
                    patience=HANG_SECONDS,
                )
                what = answer.status
            except Unanswered as lost:
                what = lost.how
            client.close()
            self.said.append(Said(asked, time.monotonic(), what))

    def within(self, start: float, end: float) -> list[Said]:
        """What was asked and answered in this time."""
        return [s for s in self.said if s.asked >= start and s.answered <= end]

    def wait_for(self, status: int, since: float, seconds: float) -> float | None:
        """Seconds from `since` to the first such answer, None if none comes in time."""

        def first() -> Said | None:
            found = (s for s in self.said if s.asked >= since and s.what == status)
            return next(found, None)

        wait_until(lambda: first() is not None, seconds)
        said = first()
        return None if said is None else said.answered - since

    def hung(self) -> list[Said]:
        """The questions that were not answered in time."""
        return [s for s in self.said if s.what is Lost.HUNG]
