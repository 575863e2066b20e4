"""The database cannot be written to, until it can again."""

import time
from contextlib import ExitStack

from contract_tests.support.private import Server
from fourways.databases.sqlite import SqliteDatabase
from fourways.postgres import connect
from fourways.process import wait_until

from ..client import Answer, Client
from ..disk import SmallDisk
from ..ledger import audit, read
from ..load import Load
from ..rig import Rig
from ..scenario import Scenario, Seen
from .disk_full import move_sqlite

BETWEEN = 40
TRIES = 12
"""More than there are workers: each is asked."""
SECONDS = 30.0
NEW = {"url": "https://read-only.example/", "title": "Not to be written"}


def run(rig: Rig) -> Seen:
    return _sqlite(rig) if rig.kind == "sqlite" else _postgresql(rig)


def _sqlite(rig: Rig) -> Seen:
    """The server is killed, and comes back on a disk that is mounted read-only."""
    seen = Seen()
    with ExitStack() as stack:
        disk = stack.enter_context(SmallDisk())
        server = rig.server(stack)
        assert isinstance(server.database, SqliteDatabase)
        move_sqlite(server, server.database, disk)
        server.start()
        load = stack.enter_context(Load([server.port.number], rig.user.token))
        seen.expect(load.wait(BETWEEN), "writes were not acknowledged")
        ledger = load.stop()
        server.kill()
        disk.make_read_only()
        server.start(ready=False)
        _expect_clear_answers(seen, rig, server)
        disk.make_writable()
        _expect_recovery(seen, rig, server)
        seen.account(ledger, audit(ledger, rig.client(server)))
    return seen


def _postgresql(rig: Rig) -> Seen:
    """Every transaction is read-only by default, in sessions that are open too."""
    seen = Seen()
    with ExitStack() as stack:
        server = rig.running(stack)
        load = stack.enter_context(Load([server.port.number], rig.user.token))
        seen.expect(load.wait(BETWEEN), "writes were not acknowledged")
        ledger = load.stop()
        stack.callback(_reconfigure, rig, "RESET default_transaction_read_only")
        _reconfigure(rig, "SET default_transaction_read_only = on")
        _expect_clear_answers(seen, rig, server)
        _reconfigure(rig, "RESET default_transaction_read_only")
        _expect_recovery(seen, rig, server)
        seen.account(ledger, audit(ledger, rig.client(server)))
    return seen


def _reconfigure(rig: Rig, change: str) -> None:
    with connect(rig.cluster.url) as connection:
        connection.execute(f"ALTER SYSTEM {change}".encode())
        connection.execute("SELECT pg_reload_conf()")


def _expect_clear_answers(seen: Seen, rig: Rig, server: Server) -> None:
    """Writes are refused, reads answered one way or the other, and health agrees."""
    wait_until(lambda: _fresh(rig, server, "POST").status == 500, SECONDS)
    writes = [_fresh(rig, server, "POST") for _ in range(TRIES)]
    reads = [_fresh(rig, server, "GET") for _ in range(TRIES)]
    health = [_fresh(rig, server, "GET", "/health") for _ in range(TRIES)]
    seen.counts[f"of {TRIES} writes refused meanwhile"] = sum(
        answer.status == 500 for answer in writes
    )
    clear = all((w.status, w.problem) == (500, "internal-error") for w in writes)
    seen.expect(clear, f"a write was answered {sorted({w.status for w in writes})}")
    clear = all(r.status == 200 or r.problem == "internal-error" for r in reads)
    seen.expect(clear, f"a read was answered {sorted({r.status for r in reads})}")
    clear = all(h.status == 200 or h.problem == "unavailable" for h in health)
    told = sorted({h.status for h in health})
    seen.expect(clear, f"GET /health was answered {told}")
    read = sorted({r.status for r in reads})
    seen.expect(
        told != [200] or read == [200], f"GET /health says 200, and reads are {read}"
    )
    seen.notes.append(f"reads: {_list(read)}, GET /health: {_list(told)}")


def _expect_recovery(seen: Seen, rig: Rig, server: Server) -> None:
    """Every worker writes again: many new connections in a row find one that does."""
    started = time.monotonic()
    again = wait_until(
        lambda: all(
            _fresh(rig, server, "POST").status in (201, 409)
            and _fresh(rig, server, "GET", "/health").status == 200
            for _ in range(TRIES)
        ),
        SECONDS,
    )
    seen.expect(again, "writes did not go on by themselves")
    seen.counts["seconds to writes"] = round(time.monotonic() - started, 1)
    client = rig.client(server)
    items = read(client, "/bookmarks?q=read-only.example")["items"]
    for item in items:
        client.ask("DELETE", f"/bookmarks/{item['id']}")


def _fresh(rig: Rig, server: Server, method: str, path: str = "/bookmarks") -> Answer:
    """The answer on a new connection, so by any worker."""
    client: Client = rig.client(server)
    try:
        return client.ask(method, path, NEW if method == "POST" else None)
    finally:
        client.close()


def _list(numbers: list[int]) -> str:
    return " and ".join(map(str, numbers))


SCENARIO = Scenario(
    name="read-only",
    does="PostgreSQL: `default_transaction_read_only` is switched on, and off again, "
    "for all sessions. SQLite: the server is killed and comes back on a disk that is "
    "mounted read-only, and then made writable.",
    holds=(
        "A write is answered with a 500 problem; a read is right, or a 500 problem.",
        "GET /health is 200 only while reads are answered, else 503.",
        f"Writes go on by themselves, in every worker, within {SECONDS:.0f} seconds "
        "when they can.",
    ),
    run=run,
)
