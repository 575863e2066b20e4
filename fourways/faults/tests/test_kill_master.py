"""Workers that outlive their master are found, and those that end are not."""

import os
import signal
import subprocess
import sys

import pytest

from fourways.faults.processes import children, workers
from fourways.faults.scenario import Seen
from fourways.faults.scenarios.kill_master import expect_end
from fourways.process import wait_until

MASTER = """\
import subprocess, sys
worker = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdin=subprocess.PIPE)
worker.wait()
"""
# Its stdin ends with the master.
FOLLOWS = "import sys; sys.stdin.read()"
STAYS = "import time; time.sleep(60)"

needs_proc = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are read from /proc"
)


def orphans_of_a_killed_master(worker: str) -> list[int]:
    """The workers of a master that was killed alone."""
    master = subprocess.Popen([sys.executable, "-c", MASTER, worker])
    assert wait_until(lambda: bool(children(master.pid)), 10.0)
    found = workers(master.pid)
    master.kill()
    master.wait()
    return found


@needs_proc
def test_workers_that_follow_their_master_are_right() -> None:
    seen = Seen()
    expect_end(seen, orphans_of_a_killed_master(FOLLOWS), 10.0)
    assert seen.broken == []
    assert seen.counts["seconds to the workers' end"] < 10.0


@needs_proc
def test_workers_that_outlive_their_master_are_told() -> None:
    seen = Seen()
    orphans = orphans_of_a_killed_master(STAYS)
    try:
        expect_end(seen, orphans, 0.2)
    finally:
        for pid in orphans:
            os.kill(pid, signal.SIGKILL)
    assert seen.broken == [
        "1 of 1 workers ran on 0 seconds after their master was killed"
    ]
