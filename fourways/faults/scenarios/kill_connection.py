"""SIGKILL to one process of PostgreSQL in the middle of a write load."""

import time
from contextlib import ExitStack
from functools import partial

from fourways.process import wait_until

from ..client import Lost
from ..ledger import audit
from ..load import WAIT_SECONDS, Load
from ..probe import HANG_SECONDS, Probe
from ..rig import Rig
from ..scenario import Scenario, Seen

KILLS = 2
BETWEEN = 40
SECONDS = 30.0


def refused_more(load: Load, before: int) -> bool:
    """Whether more was refused than before."""
    return load.errors() > before


def run(rig: Rig) -> Seen:
    seen = Seen()
    with ExitStack() as stack:
        server = rig.running(stack)
        ports = [server.port.number]
        probe = stack.enter_context(Probe(server.port.number))
        load = stack.enter_context(Load(ports, rig.user.token))
        for _ in range(KILLS):
            seen.expect(load.wait(BETWEEN), "writes were not acknowledged")
            before = load.errors()
            killed = time.monotonic()
            rig.cluster.kill_client_process(server.database.url)
            # Until then PostgreSQL has not noticed.
            noticed = wait_until(partial(refused_more, load, before), SECONDS)
            seen.expect(noticed, "nothing was refused")
            rig.cluster.wait()
            again = probe.wait_for(200, time.monotonic(), SECONDS)
            seen.expect(again is not None, "GET /health did not become 200 again")
            seen.slowest("seconds to health", time.monotonic() - killed)
            seen.expect(load.wait(BETWEEN), "writes did not go on by themselves")
        ledger = load.stop()
        seen.account(ledger, audit(ledger, rig.client(server)))
        others = {said.what for said in probe.said} - {200, 503}
        seen.expect(not others, f"GET /health: {sorted(map(str, others))}")
        cut = ledger.silence.total() - ledger.silence[Lost.RACED]
        seen.expect(not cut, f"{cut} requests got no answer")
    return seen


SCENARIO = Scenario(
    name="kill-connection",
    does="SIGKILL to a process of PostgreSQL that serves a connection, under a write "
    f"load, {KILLS} times. PostgreSQL then ends all connections and recovers.",
    holds=(
        "What was acknowledged is there, nothing is half-done.",
        "Every request is answered, with a 500 problem at worst.",
        f"GET /health is 200 or 503 within {HANG_SECONDS:.0f} seconds.",
        f"When PostgreSQL takes connections again GET /health is 200 within "
        f"{SECONDS:.0f} seconds, and writes go on within {WAIT_SECONDS:.0f}.",
    ),
    run=run,
    databases=("postgresql",),
)
