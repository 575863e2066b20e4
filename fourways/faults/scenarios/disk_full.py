"""The disk of the database is full, until there is room again."""

import shutil
import time
from contextlib import ExitStack
from pathlib import Path

from contract_tests.support.private import Server
from fourways.databases.postgresql import PostgresDatabase
from fourways.databases.sqlite import SqliteDatabase
from fourways.postgres import connect, name_in
from fourways.process import wait_until

from ..client import Client, Unanswered
from ..disk import SmallDisk
from ..ledger import CannotRead, audit, everything, read
from ..load import WAIT_SECONDS, Load
from ..logs import failures
from ..rig import Rig
from ..scenario import Scenario, Seen

BETWEEN = 40
REFUSALS = 12
SECONDS = 30.0


def run(rig: Rig) -> Seen:
    seen = Seen()
    with ExitStack() as stack:
        server = rig.server(stack)
        disk = _move(rig, server, stack)
        server.start()
        load = stack.enter_context(Load([server.port.number], rig.user.token))
        seen.expect(load.wait(BETWEEN), "writes were not acknowledged")
        disk.fill()
        full = wait_until(lambda: load.errors() >= REFUSALS, SECONDS)
        seen.expect(full, "nothing was refused")
        client = rig.client(server)
        seen.notes.append(f"GET /health is {client.ask('GET', '/health').status}")
        _expect_reads(seen, client)
        disk.free()
        freed = time.monotonic()
        seen.expect(load.wait(BETWEEN), "writes did not go on by themselves")
        seen.counts["seconds to writes"] = round(time.monotonic() - freed, 1)
        health = client.ask("GET", "/health").status
        seen.expect(health == 200, f"GET /health is {health} when there is room")
        ledger = load.stop()
        seen.account(ledger, audit(ledger, client))
        seen.expect(not ledger.silence, "requests got no answer")
        refused = ledger.errors.total()
        told = failures(server.log())
        seen.expect(
            wait_until(lambda: failures(server.log()) == refused, 10.0),
            f"{refused} requests were refused, and the log tells of {told} failures",
        )
    return seen


def _expect_reads(seen: Seen, client: Client) -> None:
    try:
        everything(client)
        read(client, "/tags")
    except (Unanswered, CannotRead) as error:
        seen.broken.append(f"reads do not go on: {error}")


def _move(rig: Rig, server: Server, stack: ExitStack) -> SmallDisk:
    """Put the server's database on a small disk."""
    if isinstance(server.database, PostgresDatabase):
        return _move_postgresql(rig, server.database, stack)
    assert isinstance(server.database, SqliteDatabase)
    disk = stack.enter_context(SmallDisk())
    move_sqlite(server, server.database, disk)
    return disk


def move_sqlite(server: Server, database: SqliteDatabase, disk: SmallDisk) -> None:
    """Put the server's SQLite file on the disk."""
    file = shutil.copy(database.file, disk.path)
    server.environment["DATABASE_URL"] = SqliteDatabase(Path(file)).url


def _move_postgresql(
    rig: Rig, database: PostgresDatabase, stack: ExitStack
) -> SmallDisk:
    # The tables alone: a PostgreSQL that cannot write its log (WAL) ends.
    disk = stack.enter_context(SmallDisk(rig.cluster.owner))
    name = name_in(database.url)
    with connect(rig.cluster.url) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{disk.path}'".encode())
        connection.execute(f'ALTER DATABASE "{name}" SET TABLESPACE small'.encode())

    def leave() -> None:
        with connect(rig.cluster.url) as connection:
            force = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
            connection.execute(force.encode())
            connection.execute(b"DROP TABLESPACE small")

    stack.callback(leave)
    return disk


SCENARIO = Scenario(
    name="disk-full",
    does="The file system of the database (SQLite's file, PostgreSQL's tables) is "
    "filled under a write load, and freed again.",
    holds=(
        "A write that finds no room is answered with a 500 problem, and logged once.",
        "Reads go on; what was acknowledged is there, nothing is half-done.",
        f"Writes go on by themselves within {WAIT_SECONDS:.0f} seconds when there is "
        "room again.",
    ),
    run=run,
)
