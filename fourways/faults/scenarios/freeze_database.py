"""PostgreSQL takes no connection: whoever comes waits."""

import time
from contextlib import ExitStack

from fourways.process import START_SECONDS

from ..client import Client, Unanswered
from ..rig import Rig
from ..scenario import Scenario, Seen

TIMES = 3
PATIENCE = 10.0
"""Seconds: what a balancer waits for an answer at most."""


def run(rig: Rig) -> Seen:
    seen = Seen()
    with ExitStack() as stack:
        server = rig.server(stack)
        rig.cluster.freeze()
        try:
            server.start(ready=False)
            slowest = 0.0
            for _ in range(TIMES):
                asked = time.monotonic()
                seen.expect(*_health(server.port.number, 503))
                slowest = max(slowest, time.monotonic() - asked)
        finally:
            rig.cluster.thaw()
        thawed = time.monotonic()
        seen.counts["seconds for the slowest 503"] = round(slowest, 1)
        assert server.process
        server.process.wait()
        seen.counts["seconds to health"] = round(time.monotonic() - thawed, 1)
        seen.expect(*_health(server.port.number, 200))
        made = rig.client(server).ask(
            "POST", "/bookmarks", {"url": "https://thaw.example/", "title": "Thaw"}
        )
        seen.expect(made.status == 201, f"a write was answered {made.status}")
    return seen


def _health(port: int, expected: int) -> tuple[bool, str]:
    """Whether GET /health is answered so in time, and what is said if it is not."""
    client = Client([port])
    try:
        status = client.ask("GET", "/health", patience=PATIENCE).status
    except Unanswered as lost:
        return False, f"GET /health, where {expected} was due: {lost}"
    finally:
        client.close()
    return status == expected, f"GET /health was {status}, where {expected} was due"


SCENARIO = Scenario(
    name="freeze-database",
    does="SIGSTOP to the process of PostgreSQL that takes connections: who connects "
    "waits. The backend is started then; later PostgreSQL goes on. New connections "
    "alone are tried; docs/limits.md tells of open ones.",
    holds=(
        f"GET /health, for which a connection has to be opened, is 503 within "
        f"{PATIENCE:.0f} seconds.",
        f"GET /health is 200 by itself within {START_SECONDS:.0f} seconds after that, "
        "and writes are done.",
    ),
    run=run,
    databases=("postgresql",),
)
