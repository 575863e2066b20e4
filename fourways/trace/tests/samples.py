"""A small application to trace, and a way to trace any in this process."""

import asyncio
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from fourways.trace import sql, tracer
from fourways.trace.model import Call, Status, Trace
from fourways.trace.owners import Owners
from fourways.trace.recorded import load
from fourways.trace.result import Result
from fourways.trace.status import Carriers

HERE = str(Path(__file__).parent)

recorded = cache(load)
"""A recorded trace: each is read once for all tests."""


@contextmanager
def installed() -> Iterator[None]:
    """The tracer for this thread and new ones; what was there before comes back."""
    before, of_threads = sys.gettrace(), threading.gettrace()
    listener = sql.listener
    tracer.install()
    try:
        yield
    finally:
        sys.settrace(before)
        threading.settrace(of_threads)
        sql.listener = listener


def traced(run: Callable[[], Any], status: int = 200) -> Trace:
    """What runs because of one call of a function; this folder is what is yours."""
    carriers = Carriers(HERE)
    recording = tracer.Recording(carriers.notice, HERE)
    with installed(), recording:
        run()
    return trace_of(recording, carriers, status)


def traced_in_loop(run: Callable[[], Coroutine[Any, Any, Any]]) -> Trace:
    """What runs because of one coroutine, in an event loop that is not recorded."""
    carriers = Carriers(HERE)
    recording = tracer.Recording(carriers.notice, HERE)

    async def main() -> None:
        with recording:
            await run()

    with installed():
        in_a_loop(main())
    return trace_of(recording, carriers, 200)


def in_a_loop(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread with an event loop of its own.

    Tests in a browser leave a loop running in the thread that all tests share.
    """
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, coroutine).result()


def trace_of(recording: tracer.Recording, carriers: Carriers, status: int) -> Trace:
    """A trace from what was recorded."""
    result = Result(recording, Owners("tests", Path(HERE), "flask"))
    return Trace(
        backend="tests",
        title="Tests",
        case="created",
        cold=False,
        request="GET / HTTP/1.1\n\n",
        response="HTTP/1.1 200 OK\n\n",
        status=result.status(carriers, status),
        versions={"Python": "3"},
        groups=result.groups(),
        distributions=result.distributions(),
        statements=result.statements(),
        root=result.root(),
    )


def names(trace: Trace) -> list[str]:
    """The functions that were called, in order, indented by how deep."""
    found: list[str] = []

    def add(call: Call, depth: int) -> None:
        marks = " (hop)" * call.hop + " (on)" * call.resumed
        found.append("  " * depth + call.function.name.rpartition(".")[2] + marks)
        for child in call.children:
            add(child, depth + 1)

    for child in trace.root.children:
        add(child, 0)
    return found


def decided_by(status: Status) -> tuple[str, str | None]:
    """The names of the functions that decided a status and that called for it."""
    assert status.place is not None
    caller = status.called_from
    return status.place.function.name, caller.function.name if caller else None
