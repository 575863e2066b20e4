"""One test at a time, of all workers of a run, where two would disturb each other."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from fourways.process import poll

# As long as all others that may want the same can take on a loaded machine.
_SECONDS = 120.0


@contextlib.contextmanager
def alone(folder: Path, what: str) -> Iterator[None]:
    """Wait until no other worker has `what`, and have it. `folder` is the run's."""
    __tracebackhide__ = True
    taken = folder / f"{what}.taken"
    for _ in poll(_SECONDS):
        with contextlib.suppress(FileExistsError):
            taken.open("x").close()
            break
    else:
        raise AssertionError(f"another test has kept {what} for {_SECONDS:.0f} s")
    try:
        yield
    finally:
        taken.unlink()
