"""Listen to a run of pytest and put what it tells into `Results`.

A plugin of the process that controls the run: under pytest-xdist every worker's
reports arrive here. `contract_tests.support` says what they carry.
"""

import io
import re
import signal
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from fourways.columns import column_of
from fourways.progress import Progress
from fourways.results import Check, Results, Status


class Collector:
    """One run of pytest."""

    def __init__(self, results: Results, progress: Progress) -> None:
        self.results = results
        self.progress = progress
        self.output = io.StringIO()
        """What pytest would have written to the terminal."""
        self._parts: dict[str, Check] = {}
        self._known = 0

    # After pytest's own reporter is there, and before xdist looks for it.
    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Let pytest's own report be written, but not to the terminal."""
        plugins = config.pluginmanager
        plugins.unregister(name="terminalreporter")
        plugins.register(
            pytest.TerminalReporter(config, self.output), "terminalreporter"
        )

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """The targets are known now."""
        from contract_tests.conftest import LEFT_OUT
        from contract_tests.support.run import RUN

        columns = [
            column_of(target, anonymous=session.config.option.anonymous)
            for target in session.config.stash[RUN].targets
        ]
        self.results.columns += columns
        left_out = session.config.stash.get(LEFT_OUT, ())
        self.results.left_out += left_out
        self.progress.start(columns)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(
        self, node: object, ids: list[str]
    ) -> None:
        """Every worker collects the same tests."""
        self._expect(ids)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Without xdist the tests are collected here."""
        self._expect(item.nodeid for item in session.items)

    def _expect(self, tests: Iterable[str]) -> None:
        names = [column.name for column in self.results.columns]
        totals = Counter(target_in(test, names) for test in tests)
        if totals.total():
            self.progress.expect(totals)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file of tests that cannot be imported is not a failure of a backend."""
        if report.failed:
            message = f"{report.nodeid} cannot be collected:\n{report.longreprtext}"
            if message not in self.results.problems:
                self.results.problems.append(message)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One phase of a test: setup, call or teardown. The worst one counts."""
        check = check_from(report)
        before = self._parts.get(report.nodeid)
        if before is None or severity(check) > severity(before):
            self._parts[report.nodeid] = check
        # A worker that dies tells of its test in a report of its own kind.
        if report.when in ("teardown", "???"):
            check = replace(self._parts.pop(report.nodeid), shown=shown_in(report))
            self.results.checks.append(check)
            self.progress.checked(check)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Targets that did not start are told once, not for each of their tests."""
        from contract_tests.support.run import RUN

        run = session.config.stash[RUN]
        for target in run.targets:
            error = run.started(target).state.error
            if error:
                self.results.problems.append(f"{target.id} did not start: {error}")
            elif run.starter and target.id in run.starter.ended():
                how = how_it_ended(run.starter.ended()[target.id])
                self.results.problems.append(
                    f"{target.id} ended in the middle of the run: {how}"
                )
        self.results.problems += run.limits.outdated(session.config)

    @property
    def closing_line(self) -> str:
        """Pytest's last line: how many passed, in how many seconds."""
        lines = self.output.getvalue().rstrip().splitlines()
        return lines[-1] if lines else ""


def how_it_ended(status: int) -> str:
    """The exit status of a process, for a person."""
    if status >= 0:
        return f"its exit status is {status}"
    return f"it was killed by {signal.Signals(-status).name}"


def target_in(test: str, names: list[str]) -> str:
    """The target in a test's id, `test_x[flask-sqlite-more]`; "" for none."""
    parameters = test.partition("[")[2].rstrip("]")
    found = [n for n in names if re.search(rf"(^|-){re.escape(n)}(-|$)", parameters)]
    return max(found, key=len, default="")


def check_from(report: pytest.TestReport) -> Check:
    """One phase of a test as a check."""
    properties = dict(report.user_properties)
    return Check(
        test=report.nodeid,
        target=str(properties.get("target", "")),
        requirements=tuple(properties.get("requirements", ())),  # type: ignore[arg-type]
        status=status_of(report),
        seconds=report.duration,
        message=message_of(report),
        details=details_of(report) if report.failed else "",
        exchanges=tuple(properties.get("exchanges", ())),  # type: ignore[arg-type]
    )


def shown_in(report: pytest.TestReport) -> Mapping[str, str]:
    """What a plugin has put into the reports of a test, known in the last one."""
    return dict(report.user_properties).get("shown", {})  # type: ignore[return-value]


def status_of(report: pytest.TestReport) -> Status:
    """What a phase says about the requirements of its test."""
    if report.failed:
        return Status.FAILED
    if hasattr(report, "wasxfail"):
        return Status.KNOWN_LIMIT
    if report.skipped:
        reason = skip_reason(report)
        applicable = not reason.startswith("not applicable")
        return Status.NOT_RUN if applicable else Status.NOT_APPLICABLE
    return Status.PASSED


def severity(check: Check) -> tuple[int, float]:
    """Orders the phases of one test: what it ends as is the greatest of them."""
    order = [
        Status.PASSED,
        Status.NOT_APPLICABLE,
        Status.NOT_RUN,
        Status.KNOWN_LIMIT,
        Status.FAILED,
    ]
    return order.index(check.status), check.seconds


def skip_reason(report: pytest.TestReport) -> str:
    """Why a test was skipped, or its failure is a known limit."""
    if hasattr(report, "wasxfail"):
        return str(report.wasxfail)
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return report.longreprtext


def message_of(report: pytest.TestReport) -> str:
    """What is wrong, or why it was skipped, without the way there."""
    if report.skipped:
        return skip_reason(report)
    if report.passed:
        return ""
    crash = getattr(report.longrepr, "reprcrash", None)
    return printable(str(crash.message) if crash else report.longreprtext)


def details_of(report: pytest.TestReport) -> str:
    """Everything that pytest shows of a failure."""
    sections = [
        f"{title}\n{'-' * len(title)}\n{text}" for title, text in report.sections
    ]
    return printable("\n\n".join([report.longreprtext, *sections]))


def printable(text: str) -> str:
    """Text of a server as it may go to any terminal or file.

    A server under test must not send escape sequences to our terminal, nor lone
    surrogates that no file can hold.
    """
    text = text.encode("utf-8", "backslashreplace").decode()
    return "".join(
        each if each.isprintable() or each in "\n\t" else repr(each)[1:-1]
        for each in text
    )
