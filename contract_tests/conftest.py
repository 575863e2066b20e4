"""pytest's side of the contract suite: options, fixtures, hooks.

The work is done in `contract_tests.support`, which says how the parts fit.
"""

import os
import secrets
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from contract_tests.support import report, targets
from contract_tests.support.client import Client
from contract_tests.support.connection import Connection
from contract_tests.support.contract import checked_by, contract
from contract_tests.support.exchange import RECORDER
from contract_tests.support.private import Server
from contract_tests.support.raw import RawConnection
from contract_tests.support.start import (
    Started,
    Starter,
    State,
    from_controller,
    to_workers,
    wait,
)
from contract_tests.support.targets import Target


@dataclass
class Run:
    """What one process of a run knows. The starter is the controller's alone."""

    folder: Path
    targets: tuple[Target, ...]
    starter: Starter | None = None
    states: dict[str, State] = field(default_factory=dict)
    connections: dict[str, Connection] = field(default_factory=dict)
    users: dict[tuple[str, str], Client] = field(default_factory=dict)

    def started(self, target: Target) -> Started:
        """The target once it runs, or has failed to."""
        if target.id not in self.states:
            self.states[target.id] = wait(self.folder, target)
        return Started(target, self.states[target.id])

    def client(self, started: Started) -> Client:
        """An anonymous client of a target; its connections live as long as we."""
        url = started.state.url
        if url not in self.connections:
            self.connections[url] = Connection(url)
        return Client(self.connections[url])


RUN = pytest.StashKey[Run]()
LEFT_OUT = pytest.StashKey[tuple[tuple[str, str], ...]]()


# ------------------------------------------------------------- the whole run


def pytest_addoption(parser: pytest.Parser) -> None:
    targets.add_options(parser)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Use both cores, unless -n says otherwise or only some tests are named."""
    option = config.option
    if hasattr(config, "workerinput") or getattr(option, "numprocesses", 0) is not None:
        return
    if option.collectonly or option.usepdb or all("::" in arg for arg in config.args):
        return
    option.numprocesses = min(os.cpu_count() or 1, 4)
    # One by one: the long tests come first, and then nobody waits at the end.
    option.maxschedchunk = 1


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "checks(*ids): the requirements of contract.toml that a test checks"
    )
    workerinput = getattr(config, "workerinput", None)
    if workerinput is not None:
        folder, chosen = from_controller(workerinput["fourways"])
        config.stash[RUN] = Run(folder, chosen)
        return
    for each in config.option.requirement or []:
        if each not in contract().requirements:
            raise pytest.UsageError(f"contract.toml has no requirement {each!r}")
    selection = targets.select(config)
    starter = Starter(selection.targets)
    config.stash[RUN] = Run(starter.folder, selection.targets, starter)
    config.stash[LEFT_OUT] = selection.left_out


def pytest_sessionstart(session: pytest.Session) -> None:
    starter = session.config.stash[RUN].starter
    if starter and not session.config.option.collectonly:
        starter.start()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """xdist: tell a worker what the controller has started."""
    starter = node.config.stash[RUN].starter  # type: ignore[attr-defined]
    node.workerinput["fourways"] = to_workers(starter)  # type: ignore[attr-defined]


def pytest_report_header(config: pytest.Config) -> list[str]:
    run = config.stash[RUN]
    lines = ["targets: " + ", ".join(target.id for target in run.targets)]
    for name, reason in config.stash.get(LEFT_OUT, ()):
        lines.append(f"not run: {name}: {reason}")
    return lines


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A target that did not start makes a run red, whatever was selected."""
    run = session.config.stash[RUN]
    if run.starter is None or session.config.option.collectonly:
        return
    failed = any(run.started(target).state.error for target in run.targets)
    if failed and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    run = terminalreporter.config.stash[RUN]
    if run.starter is None or terminalreporter.config.option.collectonly:
        return
    failed = [each.nodeid for each in terminalreporter.stats.get("failed", [])]
    for target in run.targets:
        started = run.started(target)
        said = any(f"test_starts[{target.id}]" in nodeid for nodeid in failed)
        if started.state.error and not said:
            terminalreporter.section(f"{target.id} did not start", red=True)
            terminalreporter.write_line(started.state.error)


def pytest_unconfigure(config: pytest.Config) -> None:
    run = config.stash.get(RUN, None)
    if run is None:
        return
    for connection in run.connections.values():
        connection.close()
    if run.starter:
        run.starter.stop()


# ----------------------------------------------------------------- collection


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "started" in metafunc.fixturenames:
        chosen = metafunc.config.stash[RUN].targets
        metafunc.parametrize(
            "started", chosen, indirect=True, ids=[target.id for target in chosen]
        )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    kept = [item for item in items if _wanted(config, item)]
    left = [item for item in items if not _wanted(config, item)]
    config.hook.pytest_deselected(items=left)
    # Servers of their own take long: first, so that the workers end together.
    items[:] = sorted(kept, key=lambda item: not _has_server(item))
    for item in items:
        report.describe(item)


def _wanted(config: pytest.Config, item: pytest.Item) -> bool:
    requirements = checked_by(item)
    if not requirements:
        return True
    if max(each.level for each in requirements) > config.option.level:
        return False
    asked = set(config.option.requirement or ())
    return not asked or any(each.id in asked for each in requirements)


def _has_server(item: pytest.Item) -> bool:
    return "private_server" in getattr(item, "fixturenames", ())


# --------------------------------------------------------------- a single test


def pytest_runtest_setup(item: pytest.Item) -> None:
    RECORDER.clear()
    needs = {need for each in checked_by(item) for need in each.needs}
    option = item.config.option
    if not report.target_id(item):
        return
    if option.url and ("process" in needs or _has_server(item)):
        pytest.skip("not applicable: it needs a server that the suite may start")
    if option.anonymous and "users" in needs:
        pytest.skip("not applicable: the server has no users")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    result = yield
    if result.failed:
        report.explain(item, result)
    return result


# -------------------------------------------------------------------- fixtures


@pytest.fixture
def run(request: pytest.FixtureRequest) -> Run:
    """What this process knows of the run."""
    return request.config.stash[RUN]


@pytest.fixture
def started(request: pytest.FixtureRequest, run: Run) -> Started:
    """The target of the test, once it runs or has failed to."""
    return run.started(request.param)


@pytest.fixture
def target(started: Started) -> Started:
    """The target of the test, running."""
    if started.state.error:
        pytest.skip(f"not run: {started.target.id} did not start")
    if started.state.log:
        RECORDER.watch(Path(started.state.log))
    return started


@pytest.fixture
def api(run: Run, target: Started) -> Client:
    """An anonymous client."""
    return run.client(target)


@pytest.fixture
def alice(request: pytest.FixtureRequest, run: Run, target: Started) -> Client:
    """A signed-in client, the same for the whole run; under --anonymous anybody."""
    return _user(request, run, target, "alice")


@pytest.fixture
def bob(request: pytest.FixtureRequest, run: Run, target: Started) -> Client:
    """Another signed-in client, the same for the whole run."""
    return _user(request, run, target, "bob")


def _user(
    request: pytest.FixtureRequest, run: Run, started: Started, name: str
) -> Client:
    client = run.client(started)
    if request.config.option.anonymous:
        return client
    key = (started.target.id, name)
    if key not in run.users:
        run.users[key] = client.sign_up(f"{name}-{secrets.token_hex(8)}")
    return run.users[key]


@pytest.fixture
def new_user(
    request: pytest.FixtureRequest, run: Run, target: Started
) -> Callable[[], Client]:
    """Makes signed-in clients of users of their own: two hashes each."""
    client = run.client(target)
    return (lambda: client) if request.config.option.anonymous else client.sign_up


@pytest.fixture
def unique() -> str:
    """A text like `k3v9x2m4p1qa` that nothing else has used."""
    return secrets.token_hex(6)


@pytest.fixture
def raw(target: Started) -> Iterator[Callable[[], RawConnection]]:
    """Opens plain sockets to the target."""
    opened: list[RawConnection] = []

    def open_() -> RawConnection:
        opened.append(RawConnection(target.state.url))
        return opened[-1]

    yield open_
    for connection in opened:
        connection.close()


@pytest.fixture
def private_server(run: Run, target: Started) -> Iterator[Callable[..., Server]]:
    """Makes servers of the test's own, each on a fresh database.

    private_server(migrated=True, start=True, TOKEN_TTL_SECONDS="1") -> Server
    """
    servers: list[Server] = []

    def make(*, migrated: bool = True, start: bool = True, **settings: str) -> Server:
        server = Server(target, run.folder, migrated=migrated, **settings)
        servers.append(server)
        if start:
            server.start(ready=migrated)
        return server

    yield make
    for server in servers:
        server.close()
