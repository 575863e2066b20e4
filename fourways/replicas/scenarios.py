"""What happens to the replicas in the middle of a run of the suite.

A scenario is a list of moments, as shares of the tests that are done, and what happens
then. It happens in a thread of its own: meanwhile the tests go on.
"""

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from fourways.process import STOP_SECONDS, StartError
from fourways.progress import Progress
from fourways.replicas.group import Group, Replica
from fourways.results import Check, Column


@dataclass(frozen=True)
class Scenario:
    """`moments`: the share of the tests that are done, and what happens then."""

    name: str
    what: str
    moments: tuple[tuple[float, Callable[[Group], None]], ...] = ()
    may_fail: bool = False
    """Whether a test may fail, if a replica that was killed explains it."""


def restart(group: Group, *, number: int) -> None:
    """As `systemctl restart` of the replica in turn, with what its unit runs.

    Raises StartError unless it ends by itself with status 0.
    """
    replica = group.in_turn(number)
    replica.obey("ExecStop")
    status = replica.process.terminate()
    if status:
        raise StartError(
            f"{replica.name} ended with status {status} after SIGTERM, not 0 within "
            f"{STOP_SECONDS:.0f} seconds; it printed:\n{replica.process.output()}"
        )
    _replace(replica)


def kill(group: Group, *, number: int) -> None:
    """SIGKILL the replica in turn with all its workers, then start another."""
    replica = group.in_turn(number)
    replica.process.kill()
    _replace(replica)


def _replace(replica: Replica) -> None:
    replica.start()
    replica.process.wait()
    replica.obey("ExecStartPost")


_SHARES = (0.2, 0.4, 0.6, 0.8)

STEADY = Scenario("steady", "nothing happens to the replicas")
ROLLING = Scenario(
    "rolling",
    "one replica after the other is restarted, as systemd does it",
    tuple((share, partial(restart, number=n)) for n, share in enumerate(_SHARES)),
)
KILLED = Scenario(
    "killed",
    "one replica after the other is killed with its workers, and replaced",
    tuple((share, partial(kill, number=n)) for n, share in enumerate(_SHARES)),
    may_fail=True,
)
SCENARIOS: Mapping[str, Scenario] = {
    each.name: each for each in (STEADY, ROLLING, KILLED)
}


class Meddling:
    """A `Progress` that also makes a scenario happen. `finish` waits for its end."""

    def __init__(self, scenario: Scenario, group: Group, progress: Progress) -> None:
        self.problems: list[str] = []
        self.happened = 0
        self._scenario = scenario
        self._group = group
        self._progress = progress
        self._left = list(scenario.moments)
        self._total = 0
        self._done = 0
        self._thread: threading.Thread | None = None
        self._seconds = 0.0

    def start(self, columns: list[Column]) -> None:
        """As `Progress` has it."""
        self._progress.start(columns)

    def expect(self, totals: Mapping[str, int]) -> None:
        """As `Progress` has it."""
        self._total = sum(totals.values())
        self._progress.expect(totals)

    def checked(self, check: Check) -> None:
        """As `Progress` has it; the next thing happens if its moment has come."""
        self._progress.checked(check)
        self._done += 1
        busy = self._thread is not None and self._thread.is_alive()
        if self._left and not busy and self._done >= self._left[0][0] * self._total:
            _, happens = self._left.pop(0)
            self._thread = threading.Thread(target=self._happen, args=(happens,))
            self._thread.start()

    def stop(self) -> None:
        """As `Progress` has it."""
        self._progress.stop()

    def finish(self) -> None:
        """Wait for what still happens. What did not is a problem."""
        if self._thread:
            self._thread.join()
        if self._left and not self.problems:
            self.problems.append(
                f"{self._scenario.name}: the run ended before everything had "
                f"happened{self._needed()}"
            )

    def _needed(self) -> str:
        """How long the tests would have to go on, as far as that is known."""
        moments = self._scenario.moments
        if not self.happened:
            return ""
        each = self._seconds / self.happened
        # The last begins when those before it, one after the other, are over; twice
        # that, for one beside more tests is slower.
        seconds = math.ceil(2 * each * (len(moments) - 1) / (1 - moments[0][0]))
        return (
            f": {self._total} tests were over too soon. It happens {len(moments)} "
            f"times, and takes {each:.1f} seconds here: select tests with -k that take "
            f"{seconds} seconds or longer"
        )

    def _happen(self, happens: Callable[[Group], None]) -> None:
        began = time.monotonic()
        try:
            happens(self._group)
        except StartError as error:
            self.problems.append(str(error))
        else:
            self.happened += 1
            self._seconds += time.monotonic() - began
