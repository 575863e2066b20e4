"""SIGKILL to PostgreSQL in the middle of a write load; it stays away for a while."""

import time
from contextlib import ExitStack

from fourways.process import wait_until

from ..client import Lost
from ..ledger import audit
from ..load import WAIT_SECONDS, Load
from ..probe import HANG_SECONDS, Probe, Said
from ..rig import Rig
from ..scenario import Scenario, Seen

BETWEEN = 60
AWAY_ANSWERS = 10
"""While it is away GET /health is asked at least so often."""
AWAY_SECONDS = 20.0
SECONDS = 30.0


def run(rig: Rig) -> Seen:
    seen = Seen()
    with ExitStack() as stack:
        server = rig.running(stack)
        ports = [server.port.number]
        probe = stack.enter_context(Probe(server.port.number))
        load = stack.enter_context(Load(ports, rig.user.token))
        seen.expect(load.wait(BETWEEN), "writes were not acknowledged")
        rig.cluster.kill()
        gone = time.monotonic()
        try:
            answers = _while_away(probe, gone)
        finally:
            back = time.monotonic()
            rig.cluster.start_again()
        _tell(seen, answers)
        # It may have been up for a moment before the start was known to be done.
        up = time.monotonic()
        again = probe.wait_for(200, back, SECONDS)
        seen.expect(again is not None, "GET /health did not become 200 by itself")
        seen.counts["seconds to health"] = round(max(0.0, (again or 0) + back - up), 1)
        seen.expect(load.wait(BETWEEN), "writes did not go on by themselves")
        ledger = load.stop()
        seen.account(ledger, audit(ledger, rig.client(server)))
        seen.expect(ledger.refused, "nothing was refused while PostgreSQL was away")
        cut = ledger.silence.total() - ledger.silence[Lost.RACED]
        seen.expect(not cut, f"{cut} requests got no answer")
    return seen


def _while_away(probe: Probe, gone: float) -> list[Said]:
    """What GET /health says to questions that were asked meanwhile."""

    def said() -> list[Said]:
        return probe.within(gone, time.monotonic())

    wait_until(lambda: len(said()) >= AWAY_ANSWERS, AWAY_SECONDS)
    return said()


def _tell(seen: Seen, answers: list[Said]) -> None:
    statuses = {said.what for said in answers}
    seen.expect(
        len(answers) >= AWAY_ANSWERS,
        f"GET /health was answered {len(answers)} times in {AWAY_SECONDS:.0f} seconds",
    )
    seen.expect(
        statuses <= {503},
        f"GET /health while PostgreSQL was away: {sorted(map(str, statuses))}",
    )
    seen.expect(
        Lost.HUNG not in statuses, f"GET /health took over {HANG_SECONDS:.0f} seconds"
    )
    slowest = max((said.seconds for said in answers), default=0.0)
    seen.counts["seconds for the slowest 503"] = round(slowest, 2)


SCENARIO = Scenario(
    name="kill-database",
    does="SIGKILL to PostgreSQL under a write load; after a while a start on the same "
    "data. The backend is not touched.",
    holds=(
        "What was acknowledged is there, nothing is half-done.",
        "While PostgreSQL is away GET /health is 503 within "
        f"{HANG_SECONDS:.0f} seconds; writes are answered with a 500 problem.",
        f"GET /health is 200 again by itself within {SECONDS:.0f} seconds, and writes "
        f"go on within {WAIT_SECONDS:.0f}.",
    ),
    run=run,
    databases=("postgresql",),
)
