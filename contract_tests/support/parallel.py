"""Many callers at the same moment: real threads, released together."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")

# How long a thread may take to come to the start, on a loaded machine.
_SECONDS = 60.0


def at_once(calls: Sequence[Callable[[], Result]]) -> list[Result]:
    """Call all of them at the same moment; their results, in the same order.

    Raises what the first of them raised, if any did.
    """
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result:
        barrier.wait(_SECONDS)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
