"""SIGKILL to the whole server in the middle of a write load, then a new start."""

import time
from collections.abc import Callable
from contextlib import ExitStack

from contract_tests.support.private import Server

from ..ledger import audit
from ..load import Load
from ..probe import Probe
from ..rig import Rig
from ..scenario import Scenario, Seen

KILLS = 2
BETWEEN = 60
SECONDS = 30.0
"""So soon after a start GET /health has to be 200."""


def run(rig: Rig) -> Seen:
    return kill_and_start(rig, lambda _, server: server.kill())


def kill_and_start(rig: Rig, kill: Callable[[Seen, Server], None]) -> Seen:
    """Kill under a write load and start anew on the same data, again and again."""
    seen = Seen()
    with ExitStack() as stack:
        server = rig.running(stack)
        probe = stack.enter_context(Probe(server.port.number))
        load = stack.enter_context(Load([server.port.number], rig.user.token))
        for _ in range(KILLS):
            hung = len(probe.hung())
            seen.expect(load.wait(BETWEEN), "writes were not acknowledged")
            seen.expect(len(probe.hung()) == hung, "GET /health hung")
            kill(seen, server)
            started = time.monotonic()
            server.start()
            expect_health(seen, probe, started)
        seen.expect(load.wait(BETWEEN), "writes were not acknowledged after the start")
        ledger = load.stop()
        seen.account(ledger, audit(ledger, rig.client(server)))
        seen.expect(not ledger.errors, f"answers from 500 up: {dict(ledger.errors)}")
        statuses = {said.what for said in probe.said if isinstance(said.what, int)}
        seen.expect(statuses == {200}, f"GET /health answered {sorted(statuses)}")
    return seen


def expect_health(seen: Seen, probe: Probe, started: float) -> None:
    """GET /health is 200 soon after a start; how soon is counted."""
    again = probe.wait_for(200, started, SECONDS)
    soon = again is not None and again <= SECONDS
    seen.expect(soon, f"GET /health was not 200 within {SECONDS:.0f} seconds")
    if again is not None:
        seen.slowest("seconds to health", again)


SCENARIO = Scenario(
    name="kill-server",
    does="SIGKILL to all processes of the server under a write load, "
    f"and a new start on the same data, {KILLS} times.",
    holds=(
        "What was acknowledged is there after the start, nothing is half-done.",
        f"GET /health is 200 within {SECONDS:.0f} seconds of the start; no answer from "
        "500 up.",
    ),
    run=run,
)
