"""pytest's side of the contract suite: options and hooks.

The work is done in `contract_tests.support`, which says how the parts fit.
"""

import gc
import os
from collections.abc import Generator
from pathlib import Path

import pytest

from contract_tests.support import report, targets
from contract_tests.support.contract import checked_by, contract
from contract_tests.support.exchange import RECORDER
from contract_tests.support.judge import JUDGE
from contract_tests.support.limits import Limits
from contract_tests.support.run import RUN, Run
from contract_tests.support.start import Starter, from_controller, to_workers

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
    config.addinivalue_line(
        "markers", "any_database: of several databases, the first is enough"
    )
    workerinput = getattr(config, "workerinput", None)
    if workerinput is not None or getattr(config.option, "dist", "no") == "no":
        # Not in the controller of xdist, which runs no test: it starts sooner.
        config.pluginmanager.import_plugin("contract_tests.support.fixtures")
    if workerinput is not None:
        folder, chosen = from_controller(workerinput["fourways"])
        config.stash[RUN] = Run(folder, chosen, Limits(chosen))
        return
    for each in config.option.requirement or []:
        if each not in contract().requirements:
            raise pytest.UsageError(f"contract.toml has no requirement {each!r}")
    selection = targets.select(config)
    starter = Starter(selection.targets)
    config.stash[RUN] = Run(
        starter.folder, selection.targets, Limits(selection.targets), starter
    )
    config.stash[LEFT_OUT] = selection.left_out
    config.pluginmanager.register(config.stash[RUN].limits)


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
    """A run is red, whatever was selected, if a target did not start or none ran."""
    run = session.config.stash[RUN]
    if run.starter is None or session.config.option.collectonly:
        return
    failed = any(run.started(target).state.error for target in run.targets)
    failed = failed or bool(run.limits.outdated(session.config))
    if session.exitstatus == pytest.ExitCode.OK:
        if failed:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        elif not _anything_ran(session.config):
            session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED


def _anything_ran(config: pytest.Config) -> bool:
    """Whether there was a test that did not skip itself as not applicable."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    stats = reporter.stats if reporter else {"passed": ["unknown"]}
    return any(stats.get(each) for each in ("passed", "failed", "error", "xfailed"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    run = terminalreporter.config.stash[RUN]
    if run.starter is None or terminalreporter.config.option.collectonly:
        return
    for line in run.limits.outdated(terminalreporter.config):
        terminalreporter.write_line(line, red=True)
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
        if metafunc.definition.get_closest_marker("any_database"):
            chosen = targets.without_other_databases(chosen)
        metafunc.parametrize(
            "started",
            chosen,
            indirect=True,
            ids=[target.id for target in chosen],
            scope="session",
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


def pytest_collection_finish() -> None:
    # What was imported and collected stays: the collector need not look at it again.
    gc.freeze()


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
    _begin_recording(item)
    needs = {need for each in checked_by(item) for need in each.needs}
    option = item.config.option
    if not report.target_id(item):
        return
    if option.url and ("process" in needs or _has_server(item)):
        pytest.skip("not applicable: it needs a server that the suite may start")
    if option.anonymous and "users" in needs:
        pytest.skip("not applicable: the server has no users")


def _begin_recording(item: pytest.Item) -> None:
    RECORDER.clear()
    alone = item.config.option.rule_by_rule
    rules = frozenset(each.id for each in checked_by(item))
    JUDGE.tested = rules if alone else None
    state = item.config.stash[RUN].states.get(report.target_id(item))
    if state and state.log:
        RECORDER.watch(Path(state.log))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    result = yield
    item.config.stash[RUN].limits.excuse(item, result)
    if result.failed:
        report.explain(item, result)
    return result
