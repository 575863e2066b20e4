"""What the tracer sees: calls, lines, generators, coroutines, other threads."""

import asyncio
import contextvars
import json
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import anyio.to_thread

from fourways.trace.tests.samples import in_a_loop, names, traced, traced_in_loop


def leaf() -> int:
    number = 1
    number += 1
    return number


def branch() -> int:
    return leaf() + leaf()


def test_calls_are_nested_and_in_order() -> None:
    trace = traced(branch)
    assert names(trace) == ["branch", "  leaf", "  leaf"]
    assert trace.root.lines == 0
    top = trace.root.children[0]
    assert top.lines == 1
    assert [call.lines for call in top.children] == [3, 3]
    assert top.total == 7


def test_each_line_counts_each_time_and_once_among_the_distinct() -> None:
    def loop() -> None:
        for _ in range(3):
            leaf()

    count = traced(loop).groups["yours"]
    assert (count.functions, count.distinct_functions) == (4, 2)
    # for, leaf, for, leaf, for, leaf, for; and in leaf three times three.
    assert (count.lines, count.distinct_lines) == (7 + 9, 2 + 3)


def test_a_call_knows_after_how_many_lines_of_its_caller_it_began() -> None:
    def late() -> None:
        leaf()
        number = 1
        number += 1
        leaf()

    assert [call.after for call in traced(late).root.children[0].children] == [1, 4]


def test_a_line_belongs_to_whose_file_it_stands_in() -> None:
    trace = traced(lambda: textwrap.dedent(json.dumps([1], indent=1)))
    assert trace.distributions["Python"].lines == trace.groups["standard library"].lines
    assert trace.groups["standard library"].functions >= 5
    assert trace.groups["yours"].lines == 1
    files = {call.function.file for call in trace.root.walk()}
    assert {"json/encoder.py", "textwrap.py", "tests/test_tracer.py"} <= files


def test_what_a_generator_does_later_stands_where_it_happens() -> None:
    @contextmanager
    def between() -> Iterator[None]:
        yield
        leaf()

    def work() -> None:
        with between():
            branch()

    trace = traced(work)
    where = [name.strip() for name in names(trace)]
    assert where.index("branch") < where.index("between (on)")
    assert where[where.index("between (on)") + 1] == "leaf"
    started = [c for c in trace.root.walk() if c.function.name.endswith("between")]
    assert [call.resumed for call in started] == [False, True]
    # It is one function call, in two parts.
    yours = trace.groups["yours"]
    assert yours.functions == sum(
        call.function.group == "yours" and not call.resumed
        for call in trace.root.walk()
        if call is not trace.root
    )


def test_a_coroutine_that_waited_goes_on_where_it_was() -> None:
    async def inner() -> None:
        await asyncio.sleep(0)
        leaf()

    async def outer() -> None:
        await inner()
        await inner()

    part = ["  inner", "    sleep", "      __sleep0", "    leaf"]
    assert names(traced_in_loop(outer)) == ["outer", *part, *part]


def test_work_in_another_thread_hangs_on_the_call_that_waits_for_it() -> None:
    async def endpoint() -> None:
        await anyio.to_thread.run_sync(branch)
        leaf()

    in_a_loop(endpoint())  # what anyio imports at first is imported
    trace = traced_in_loop(endpoint)
    handed = [call for call in trace.root.walk() if call.hop]
    assert [call.function.name for call in handed] == ["branch"]
    assert [call.function.name for call in handed[0].children] == ["leaf", "leaf"]
    waiting = next(call for call in trace.root.walk() if handed[0] in call.children)
    assert waiting.function.name.endswith("run_sync_in_worker_thread")
    # Its caller goes on afterwards, with lines that come behind the work.
    assert handed[0].after < waiting.lines


def test_threads_that_do_not_work_for_the_request_are_not_seen() -> None:
    def stranger() -> None:
        leaf()

    def start() -> None:
        thread = threading.Thread(target=stranger)
        thread.start()
        thread.join()

    assert "stranger" not in {name.strip() for name in names(traced(start))}


def test_a_thread_with_the_context_is_seen() -> None:
    def start() -> None:
        context = contextvars.copy_context()
        thread = threading.Thread(target=context.run, args=(branch,))
        thread.start()
        thread.join()

    assert "branch (hop)" in {name.strip() for name in names(traced(start))}


def test_exceptions_do_not_disturb_the_nesting() -> None:
    def fails() -> None:
        raise ValueError

    def outer() -> None:
        for _ in range(2):
            try:
                fails()
            except ValueError:
                leaf()

    assert names(traced(outer)) == ["outer"] + ["  fails", "  leaf"] * 2


def test_a_generator_that_ends_in_an_exception_has_ended() -> None:
    def numbers() -> Iterator[int]:
        yield 1
        raise ValueError

    def outer() -> None:
        try:
            for _ in numbers():
                leaf()
        except ValueError:
            leaf()

    assert names(traced(outer)) == [
        "outer",
        "  numbers",
        "  leaf",
        "  numbers (on)",
        "  leaf",
    ]
