"""Record every case of POST /bookmarks, and compare a fresh run with what is recorded.

Each case has a process and a database of its own, so that one of them alone runs as
it does among the others.
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

from rich.console import Console

from fourways.discovery import REPOSITORY
from fourways.manifest import Backend
from fourways.terminal import command_name
from fourways.trace.asking import parse
from fourways.trace.model import CASES, Count, Trace
from fourways.trace.recorded import FOLDER, load, save
from fourways.trace.session import session
from fourways.trace.tracing import AT_ONCE, rehearse, trace_again

RUNS: Final = 40
"""As often is each case recorded, to see what varies."""

# What differs from run to run, and what stands in its place: as long as it was.
CHANGING: Final[Sequence[tuple[str, str]]] = (
    (r"(?<=Authorization: Bearer )\S+", "a-token"),
    (r"(?i)(?<=^date: ).*$", "Tue, 01 Jan 2030 00:00:00 GMT"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", "2030-01-01T00:00:00.000000Z"),
    (r"(?i)(?<=^etag: ).*$", '"a-digest"'),
)


def record_all(
    backends: Sequence[Backend], output: Console, folder: Path = FOLDER
) -> None:
    """Write the file of every case. Raises TraceError, StartError."""
    wanted = [(backend, case) for backend in backends for case in CASES]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for trace in pool.map(lambda each: record(each[0], each[1], RUNS), wanted):
            file = save(trace, folder)
            line = f"{_relative(file)}: {summary(trace)}"
            output.print(line, soft_wrap=True)


def summary(trace: Trace) -> str:
    """How much ran, in a line."""
    lines = ", ".join(f"{name} {count.lines}" for name, count in trace.groups.items())
    varies = f"; varies: {', '.join(trace.varies)}" if trace.varies else ""
    return f"{trace.status.code}, lines: {lines}{varies}"


def record(backend: Backend, case: str, runs: int) -> Trace:
    """One case, as it is kept. Raises TraceError, StartError."""
    asking = parse("POST /bookmarks", None if case == "created" else case)
    with session(backend) as opened:
        rehearse(opened, asking)
        return together([trace_again(opened, asking) for _ in range(runs)])


def together(traces: Sequence[Trace]) -> Trace:
    """Several runs as one: that with the fewest lines, and what was not the same."""
    fewest = min(traces, key=lambda trace: trace.root.total)
    return replace(
        fewest,
        request=tidy(traces[0].request),
        response=tidy(traces[0].response),
        runs=len(traces),
        varies=_varies(traces),
    )


def _varies(traces: Sequence[Trace]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    counts = [by_name(trace) for trace in traces]
    for name in counts[0]:
        lines = [each[name].lines for each in counts if name in each]
        if min(lines) != max(lines):
            found[name] = min(lines), max(lines)
    return found


def by_name(trace: Trace) -> dict[str, Count]:
    """Counts of groups and of distributions."""
    groups = {str(group): count for group, count in trace.groups.items()}
    return {**groups, **trace.distributions}


def tidy(text: str) -> str:
    """Text of HTTP without what differs from run to run."""
    for pattern, instead in CHANGING:
        text = re.sub(pattern, instead, text, flags=re.MULTILINE)
    return text


def check_sample(
    backends: Sequence[Backend], case: str, output: Console, folder: Path = FOLDER
) -> int:
    """Compare one case with what is recorded; the exit status.

    Raises TraceError, StartError.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        fresh = pool.map(lambda backend: record(backend, case, 1), backends)
        results = [_compare(each, folder, output) for each in fresh]
    return 0 if all(results) else 1


def _compare(fresh: Trace, folder: Path, output: Console) -> bool:
    name = f"{fresh.backend}, {fresh.case}"
    try:
        recorded = load(fresh.backend, fresh.case, folder)
    except FileNotFoundError:
        again = f"{command_name()} trace --record"
        output.print(f"{name}: not recorded yet: {again}", soft_wrap=True)
        return False
    found = differences(recorded, fresh)
    if not found and recorded.versions != fresh.versions:
        output.print(f"{name}: recorded with other versions, so no lines are compared")
    elif not found:
        output.print(f"{name}: as recorded")
    for each in found:
        output.print(f"{name}: {each}", soft_wrap=True)
    if found:
        again = f"{command_name()} trace --record {fresh.backend}"
        output.print(f"To record it again: {again}", soft_wrap=True)
    return not found


def differences(recorded: Trace, fresh: Trace) -> list[str]:
    """What is not as it is recorded, in words.

    With other versions of anything, only what was sent and answered is compared. What
    is known to vary is not compared, nor are calls and their order where it does.
    """
    found = [
        f"the {what} is not as recorded"
        for what in ("request", "response")
        if getattr(recorded, what) != getattr(fresh, what)
    ]
    if recorded.versions != fresh.versions:
        return found
    found += _counts(recorded, fresh)
    if recorded.varies:
        sql = [[each.sql for each in trace.statements] for trace in (recorded, fresh)]
        same = sql[0] == sql[1] and recorded.status == fresh.status
    else:
        same = replace(fresh, runs=recorded.runs) == recorded
    if not same and not found:
        found.append(
            "the calls, the SQL or the place of the status are not as recorded"
        )
    return found


def _counts(recorded: Trace, fresh: Trace) -> list[str]:
    before, now = by_name(recorded), by_name(fresh)
    return [
        f"{name}: {now[name].lines if name in now else 0} lines,"
        f" recorded {before[name].lines if name in before else 0}"
        for name in {**before, **now}
        if name not in recorded.varies and before.get(name) != now.get(name)
    ]


def _relative(file: Path) -> Path:
    return file.relative_to(REPOSITORY) if file.is_relative_to(REPOSITORY) else file
