"""SIGKILL to the master process alone in the middle of a write load."""

import signal
import time

from contract_tests.support.private import Server
from fourways.process import wait_until

from ..outcome import NotRun
from ..processes import runs, workers
from ..rig import Rig
from ..scenario import Scenario, Seen
from .kill_server import KILLS, SECONDS, kill_and_start

END_SECONDS = 10.0
"""So soon after their master its workers have to end: as soon as after SIGTERM."""


def run(rig: Rig) -> Seen:
    seen = kill_and_start(rig, kill_master)
    seen.counts["masters killed"] = KILLS
    return seen


def kill_master(seen: Seen, server: Server) -> None:
    """The master alone: its workers have to end by themselves."""
    assert server.process
    orphans = workers(server.process.pid)
    if not orphans:
        raise NotRun("the server has one process: kill-server kills it")
    server.process.signal(signal.SIGKILL)
    expect_end(seen, orphans, END_SECONDS)
    # Only now: this ends what is left of its group, so that all else is seen.
    server.kill()


def expect_end(seen: Seen, orphans: list[int], seconds: float) -> None:
    """These processes end by themselves in time; how soon is counted."""
    killed = time.monotonic()
    wait_until(lambda: not any(map(runs, orphans)), seconds)
    seen.slowest("seconds to the workers' end", time.monotonic() - killed)
    left = sum(map(runs, orphans))
    seen.expect(
        not left,
        f"{left} of {len(orphans)} workers ran on {seconds:.0f} seconds after "
        "their master was killed",
    )


SCENARIO = Scenario(
    name="kill-master",
    does="SIGKILL to the master process alone, not to its workers, under a write load; "
    f"when they have ended, a new start on the same port and data, {KILLS} times.",
    holds=(
        f"The workers end by themselves within {END_SECONDS:.0f} seconds: they would "
        "keep the port.",
        "What was acknowledged is there after the start, nothing is half-done.",
        f"GET /health is 200 within {SECONDS:.0f} seconds of the start; no answer from "
        "500 up.",
    ),
    run=run,
)
