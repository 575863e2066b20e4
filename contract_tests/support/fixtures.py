"""What tests ask for by name: clients, sockets, servers of their own.

A plugin of those processes that run tests; the controller of xdist does not.
What belongs to a target lives for the session.
"""

import secrets
from collections.abc import Callable, Iterator

import pytest

from contract_tests.support.account import Account, account_of
from contract_tests.support.breakdown import Breakdown, breakdown_of
from contract_tests.support.client import Client
from contract_tests.support.connection import Connection
from contract_tests.support.private import MakeServer, Server
from contract_tests.support.raw import OpenRaw, RawConnection
from contract_tests.support.run import RUN, Run
from contract_tests.support.start import Started
from contract_tests.support.users import User, claim, sign_up, sign_up_once


@pytest.fixture(scope="session")
def run(request: pytest.FixtureRequest) -> Run:
    """What this process knows of the run."""
    return request.config.stash[RUN]


@pytest.fixture(scope="session")
def started(request: pytest.FixtureRequest, run: Run) -> Started:
    """The target of the test, once it runs or has failed to."""
    return run.started(request.param)


@pytest.fixture(scope="session")
def target(started: Started) -> Started:
    """The target of the test, running."""
    if started.state.error:
        pytest.skip(f"not run: {started.target.id} did not start")
    return started


@pytest.fixture(scope="session")
def api(run: Run, target: Started) -> Client:
    """An anonymous client."""
    return _client(run, target)


@pytest.fixture(scope="session")
def alice(request: pytest.FixtureRequest, run: Run, target: Started) -> Client:
    """A signed-in client; nobody else changes what this user has, while a test runs.

    One for each worker and the whole run. Under --anonymous anybody.
    """

    def user_at(url: str) -> User:
        first = target.state.user
        mine = first if claim(run.folder, f"alice-{target.target.id}") else None
        return mine or sign_up(url)

    return _acting_as(request, run, target, "alice", user_at)


@pytest.fixture(scope="session")
def bob(request: pytest.FixtureRequest, run: Run, target: Started) -> Client:
    """Another signed-in client, the same for all workers: what bob has may change."""
    name = f"bob-{target.target.id}"
    return _acting_as(
        request, run, target, "bob", lambda url: sign_up_once(run.folder, name, url)
    )


def _client(run: Run, started: Started) -> Client:
    if started.target.id not in run.connections:
        run.connections[started.target.id] = Connection(started.state.url)
    return Client(run.connections[started.target.id])


def _acting_as(
    request: pytest.FixtureRequest,
    run: Run,
    started: Started,
    name: str,
    user_at: Callable[[str], User],
) -> Client:
    client = _client(run, started)
    if request.config.option.anonymous:
        return client
    key = (started.target.id, name)
    if key not in run.users:
        run.users[key] = user_at(started.state.url)
    return client.acting_as(run.users[key])


@pytest.fixture
def account(run: Run, target: Started) -> Account:
    """The recorded life of an account on the target."""
    return account_of(target, run.folder)


@pytest.fixture
def unique() -> str:
    """A text like `k3v9x2m4p1qa` that nothing else has used."""
    return secrets.token_hex(6)


@pytest.fixture
def raw(target: Started) -> Iterator[OpenRaw]:
    """Opens plain sockets to the target."""
    opened: list[RawConnection] = []

    def open_() -> RawConnection:
        opened.append(RawConnection(target.state.url))
        return opened[-1]

    yield open_
    for connection in opened:
        connection.close()


@pytest.fixture
def private_server(run: Run, target: Started) -> Iterator[MakeServer]:
    """Makes servers of the test's own, each on a fresh database.

    private_server(migrated=True, start=True, TOKEN_TTL_SECONDS="1") -> Server

    Not `migrated`, the database is empty, or at the `first_step` of migrations. With
    one process, unless WORKERS says otherwise: some servers import everything again
    for each.
    """
    servers: list[Server] = []

    def make(
        *,
        migrated: bool = True,
        first_step: bool = False,
        start: bool = True,
        **settings: str,
    ) -> Server:
        settings = {"WORKERS": "1", **settings}
        server = Server(
            target, run.folder, migrated=migrated, first_step=first_step, **settings
        )
        servers.append(server)
        if start:
            server.start(ready=migrated)
        return server

    yield make
    for server in servers:
        server.close()


@pytest.fixture
def recorded_server(request: pytest.FixtureRequest) -> MakeServer:
    """Makes servers as `private_server` does, and asks for that only then.

    For what is recorded once a run: the other tests that look at it need no server.
    """

    def make(**settings: str) -> Server:
        private_server: MakeServer = request.getfixturevalue("private_server")
        return private_server(**settings)

    return make


@pytest.fixture
def breakdown(run: Run, target: Started, recorded_server: MakeServer) -> Breakdown:
    """What a server said while its database could not be used, and after."""
    return breakdown_of(recorded_server, run.folder, target.target.id)
