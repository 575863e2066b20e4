"""SIGKILL to the whole server in the middle of a write load, then a new start."""

import time
from contextlib import ExitStack

from ..ledger import audit
from ..load import Load
from ..probe import Probe
from ..rig import Rig
from ..scenario import Scenario, Seen

KILLS = 2
BETWEEN = 60


def run(rig: Rig) -> Seen:
    seen = Seen()
    with ExitStack() as stack:
        server = rig.running(stack)
        ports = [server.port.number]
        probe = stack.enter_context(Probe(server.port.number))
        load = stack.enter_context(Load(ports, rig.user.token))
        for _ in range(KILLS):
            hung = len(probe.hung())
            seen.expect(load.wait(BETWEEN), "writes were not acknowledged")
            seen.expect(len(probe.hung()) == hung, "GET /health hung")
            server.kill()
            started = time.monotonic()
            server.start()
            again = probe.wait_for(200, started, 20.0)
            seen.expect(again is not None, "GET /health did not become 200 again")
            seen.counts["seconds to health"] = round(again or 0.0, 1)
        seen.expect(load.wait(BETWEEN), "writes were not acknowledged after the start")
        ledger = load.stop()
        seen.account(ledger, audit(ledger, rig.client(server)))
        seen.expect(not ledger.refused, f"answers from 500 up: {dict(ledger.refused)}")
    return seen


SCENARIO = Scenario(
    name="kill-server",
    does="SIGKILL to all processes of the server under a write load, "
    f"and a new start on the same data, {KILLS} times.",
    holds=(
        "What was acknowledged is there after the start, nothing is half-done.",
        "GET /health is 200 soon after the start; no answer from 500 up.",
    ),
    run=run,
)
