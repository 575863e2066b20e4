"""From what pytest reports to checks."""

from typing import Any

import pytest

from contract_tests.support.contract import contract
from fourways.collector import Collector, check_from, target_in
from fourways.progress import PlainProgress
from fourways.results import Results, Status
from fourways.terminal import console
from fourways.tests.samples import COLUMNS, EXCHANGE

TEST = "contract_tests/test_routing.py::test_x[flask-sqlite]"


def report(when: Any, outcome: Any, longrepr: Any = None) -> pytest.TestReport:
    """A phase of a test, as pytest tells of it."""
    return pytest.TestReport(
        nodeid=TEST,
        location=("test_routing.py", 1, "test_x"),
        keywords={},
        outcome=outcome,
        longrepr=longrepr,
        when=when,
        user_properties=[
            ("requirements", ["route-1", "route-2"]),
            ("target", "flask-sqlite"),
            *([("exchanges", [EXCHANGE])] if outcome == "failed" else []),
        ],
        duration=0.5,
    )


@pytest.fixture
def collector() -> Collector:
    results = Results(contract=contract(), columns=list(COLUMNS), selected=[])
    return Collector(results, PlainProgress(console()))


def told(collector: Collector, *reports: pytest.TestReport) -> list[Status]:
    """The statuses of the tests that were reported."""
    for each in reports:
        collector.pytest_runtest_logreport(each)
    return [check.status for check in collector.results.checks]


SETUP = report("setup", "passed")
CALL = report("call", "passed")
TEARDOWN = report("teardown", "passed")


def test_a_test_is_told_once_when_all_its_phases_are_over(collector: Collector) -> None:
    assert told(collector, SETUP, CALL) == []
    assert told(collector, TEARDOWN) == [Status.PASSED]


@pytest.mark.parametrize("phase", ["setup", "call", "teardown"])
def test_a_failure_in_any_phase_fails_the_test(
    collector: Collector, phase: str
) -> None:
    phases = {"setup": SETUP, "call": CALL, "teardown": TEARDOWN}
    phases[phase] = report(phase, "failed", "it broke")
    assert told(collector, *phases.values()) == [Status.FAILED]
    check = collector.results.checks[0]
    assert check.message == "it broke"
    assert check.requirements == ("route-1", "route-2")
    assert check.target == "flask-sqlite"
    assert check.exchanges == (EXCHANGE,)


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("not applicable: the server has no users", Status.NOT_APPLICABLE),
        ("not run: flask-sqlite did not start", Status.NOT_RUN),
        ("for another reason", Status.NOT_RUN),
    ],
)
def test_what_was_skipped_never_passed(
    collector: Collector, reason: str, status: Status
) -> None:
    skipped = report("setup", "skipped", ("conftest.py", 1, f"Skipped: {reason}"))
    assert told(collector, skipped, TEARDOWN) == [status]
    assert collector.results.checks[0].message == reason


def test_a_worker_that_died_fails_its_test(collector: Collector) -> None:
    crash = report("???", "failed", "worker 'gw0' crashed")
    assert told(collector, crash) == [Status.FAILED]


def test_nothing_that_a_server_says_reaches_the_terminal_unescaped() -> None:
    check = check_from(report("call", "failed", "said \x1b[2J and \ud800 and ü"))
    assert check.message == "said \\x1b[2J and \\ud800 and ü"


@pytest.mark.parametrize(
    ("test", "target"),
    [
        ("test_x[flask-sqlite]", "flask-sqlite"),
        ("test_x[flask-sqlite-GET /tags]", "flask-sqlite"),
        ("test_x[abc-flask-sqlite]", "flask-sqlite"),
        ("test_x[naked-flask-sqlite]", "naked-flask-sqlite"),
        ("test_x[a[0]-flask-sqlite-b]", "flask-sqlite"),
        ("test_x[other]", ""),
        ("test_flask-sqlite", ""),
    ],
)
def test_the_target_is_found_in_a_test_s_id(test: str, target: str) -> None:
    names = ["flask-sqlite", "naked-flask-sqlite", "scratch-sqlite"]
    assert target_in(test, names) == target
