"""Two servers on one database, restarted in turn under a load that moves on."""

import signal
from contextlib import ExitStack

from ..client import Lost
from ..ledger import audit
from ..load import Load
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
            for server in (first, second):
                seen.expect(load.wait(BETWEEN), "writes were not acknowledged")
                assert server.process
                server.process.signal(signal.SIGTERM)
                seen.expect(load.wait(BETWEEN), "the clients did not move on")
                status = server.process.join(SECONDS)
                seen.expect(status == 0, f"after SIGTERM: exit status {status}")
                server.start()
        seen.expect(load.wait(BETWEEN), "writes were not acknowledged at the end")
        ledger = load.stop()
        found = audit(ledger, rig.client(first), load.counter)
        seen.account(ledger, found)
        expect_no_failed_request(seen, ledger, found)
        refused = ledger.unanswered[Lost.REFUSED]
        seen.expect(not refused, f"{refused} times neither server listened")
        seen.counts["restarts"] = 2 * ROUNDS
    return seen


SCENARIO = Scenario(
    name="rolling-restart",
    does="Two servers on one database; each in turn gets SIGTERM and is started "
    f"again, {ROUNDS} times, under a load of {WRITERS} clients. A client goes to the "
    "other server when nobody listens.",
    holds=(
        "There is always a server that answers; clients move on.",
        "No answer breaks off, no write is done without an answer, no answer from "
        "500 up; exit status 0.",
        "Counted apart: requests on an idle connection that was being closed.",
    ),
    run=run,
)
