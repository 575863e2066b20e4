"""SIGKILL to one worker process in the middle of a write load."""

import os
import signal
from contextlib import ExitStack
from functools import partial

from fourways.process import wait_until

from ..ledger import audit
from ..load import Load
from ..probe import Probe
from ..processes import workers
from ..rig import Rig
from ..scenario import Scenario, Seen

KILLS = 3
BETWEEN = 40
"""Acknowledged writes before each kill, and after the last one."""
SECONDS = 20.0


def run(rig: Rig) -> Seen:
    seen = Seen()
    with ExitStack() as stack:
        server = rig.running(stack)
        assert server.process
        master = server.process.pid
        ports = [server.port.number]
        probe = stack.enter_context(Probe(server.port.number))
        load = stack.enter_context(Load(ports, rig.user.token))
        before = len(workers(master))
        for _ in range(KILLS):
            seen.expect(load.wait(BETWEEN), "writes were not acknowledged any more")
            # Always the youngest, so that one is there all the time.
            victim = workers(master)[-1]
            os.kill(victim, signal.SIGKILL)
            replaced = wait_until(partial(_replaced, master, victim, before), SECONDS)
            seen.expect(replaced, f"no new worker came within {SECONDS:.0f} seconds")
        seen.expect(load.wait(BETWEEN), "writes were not acknowledged any more")
        ledger = load.stop()
        seen.expect(server.process.exit_status() is None, "the server ended")
        seen.account(ledger, audit(ledger, rig.client(server)))
        seen.expect(not ledger.errors, f"answers from 500 up: {dict(ledger.errors)}")
        statuses = {said.what for said in probe.said if isinstance(said.what, int)}
        seen.expect(statuses == {200}, f"GET /health answered {sorted(statuses)}")
        seen.expect(not probe.hung(), f"GET /health hung {len(probe.hung())} times")
        seen.counts["workers killed"] = KILLS
    return seen


def _replaced(master: int, victim: int, number: int) -> bool:
    """Whether there are so many workers again, and the victim is none of them."""
    now = workers(master)
    return len(now) == number and victim not in now


SCENARIO = Scenario(
    name="kill-worker",
    does=f"SIGKILL to a worker process under a write load, {KILLS} times.",
    holds=(
        "What was acknowledged is there, nothing is half-done.",
        "The other worker goes on: GET /health is 200 whenever it is answered.",
        f"A new worker comes by itself within {SECONDS:.0f} seconds; no answer from "
        "500 up.",
    ),
    run=run,
)
