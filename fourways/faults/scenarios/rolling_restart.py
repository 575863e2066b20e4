"""Two servers on one database, restarted in turn under a load that moves on."""

import signal
from contextlib import ExitStack

from ..client import Lost
from ..ledger import audit
from ..load import WAIT_SECONDS, Load
from ..rig import Rig
from ..scenario import Scenario, Seen
from .stop import SECONDS, WRITERS, expect_no_failed_request

ROUNDS = 2
BETWEEN = 40


def run(rig: Rig) -> Seen:
    seen = Seen()
    with ExitStack() as stack:
        first = rig.running(stack)
        second = rig.server(stack)
        second.environment["DATABASE_URL"] = first.environment["DATABASE_URL"]
        second.start()
        ports = [first.port.number, second.port.number]
        load = stack.enter_context(Load(ports, rig.user.token, WRITERS))
        for _ in range(ROUNDS):
            for server, other in ((first, second), (second, first)):
                seen.expect(load.wait(BETWEEN), "writes were not acknowledged")
                # As a balancer is told: no new connections to this one.
                ports[:] = [other.port.number, server.port.number]
                assert server.process
                server.process.signal(signal.SIGTERM)
                seen.expect(load.wait(BETWEEN), "the clients did not move on")
                status = server.process.join(SECONDS)
                seen.expect(status == 0, f"after SIGTERM: exit status {status}")
                server.start()
        seen.expect(load.wait(BETWEEN), "writes were not acknowledged at the end")
        ledger = load.stop()
        found = audit(ledger, rig.client(first))
        seen.account(ledger, found)
        expect_no_failed_request(seen, ledger, found)
        failed = ledger.silence.total() - ledger.silence[Lost.RACED]
        seen.expect(not failed, f"{failed} requests failed")
        seen.counts["restarts"] = 2 * ROUNDS
    return seen


SCENARIO = Scenario(
    name="rolling-restart",
    does="Two servers on one database. Each in turn gets no new connections any more, "
    "then SIGTERM under the load that is left on its kept-alive ones, and is started "
    f"again, {ROUNDS} times, with {WRITERS} clients.",
    holds=(
        "Every request is answered, none with 500 or more; clients move on within "
        f"{WAIT_SECONDS:.0f} seconds.",
        f"Exit status 0 within {SECONDS:.0f} seconds.",
        "Counted apart: requests on an idle connection that was being closed "
        "(RFC 9112 9.3.1, 9.6); a GET is sent once more (RFC 9110 9.2.2).",
    ),
    run=run,
)
