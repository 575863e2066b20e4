"""SIGTERM under a load on kept-alive connections."""

import signal
from contextlib import ExitStack

from ..client import Lost
from ..ledger import Audit, Ledger, audit
from ..load import Load
from ..rig import Rig
from ..scenario import Scenario, Seen

STOPS = 3
BETWEEN = 40
WRITERS = 8
SECONDS = 10.0


def run(rig: Rig) -> Seen:
    seen = Seen()
    with ExitStack() as stack:
        server = rig.running(stack)
        ports = [server.port.number]
        load = stack.enter_context(Load(ports, rig.user.token, WRITERS))
        for _ in range(STOPS):
            seen.expect(load.wait(BETWEEN), "writes were not acknowledged")
            assert server.process
            server.process.signal(signal.SIGTERM)
            status = server.process.join(SECONDS)
            ended = "it had to be killed" if status < 0 else f"exit status {status}"
            seen.expect(status == 0, f"after SIGTERM: {ended}")
            server.start()
        ledger = load.stop()
        found = audit(ledger, rig.client(server))
        seen.account(ledger, found)
        expect_no_failed_request(seen, ledger, found)
        seen.counts["stops"] = STOPS
    return seen


def expect_no_failed_request(seen: Seen, ledger: Ledger, found: Audit) -> None:
    """No answer broke off, none was an error, and what was done was answered.

    What a server closes before it has sent a byte, and has not done, it had not
    accepted (RFC 9112 9.3.1: it may close an idle connection at any time).
    """
    seen.expect(
        not ledger.silence[Lost.CUT],
        f"{ledger.silence[Lost.CUT]} answers broke off",
    )
    seen.expect(not ledger.errors, f"answers from 500 up: {dict(ledger.errors)}")
    seen.expect(
        not found.unanswered_done,
        f"{found.unanswered_done} writes were done, and nobody was told",
    )


SCENARIO = Scenario(
    name="stop",
    does=f"SIGTERM under a load of {WRITERS} clients on kept-alive connections, and a "
    f"new start, {STOPS} times.",
    holds=(
        "No answer breaks off, no write is done without an answer, no answer from "
        "500 up.",
        f"Exit status 0 within {SECONDS:.0f} seconds.",
        "Counted apart: requests on an idle connection that was being closed "
        "(RFC 9112 9.3.1, 9.6), and new connections that the kernel had queued and "
        "the server never took; a GET is sent once more (RFC 9110 9.2.2).",
    ),
    run=run,
)
