"""The servers that are asked: started as the contract suite starts them, or running."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from contract_tests.support.start import Starter, wait
from contract_tests.support.targets import Target
from fourways.discovery import default_server, missing
from fourways.fuzz.caller import Caller, FuzzError
from fourways.manifest import Backend

URL: str = "url"


@contextmanager
def started(backends: list[Backend], database: str) -> Iterator[list[Caller]]:
    """Callers of these backends, each on a fresh database. Raises FuzzError."""
    for backend in backends:
        _check(backend, database)
    targets = tuple(
        Target(backend.name, database, backend, default_server(backend))
        for backend in backends
    )
    starter = Starter(targets)
    with ExitStack() as stack:
        stack.callback(starter.stop)
        starter.start()
        callers = []
        for target in targets:
            state = wait(starter.folder, target)
            if state.error:
                raise FuzzError(f"{target.id} did not start: {state.error}")
            callers.append(Caller(target.id, state.url))
            stack.callback(callers[-1].close)
        yield callers
        for name, status in starter.ended().items():
            raise FuzzError(f"{name} ended in the middle of the run, status {status}")


@contextmanager
def running(url: str) -> Iterator[list[Caller]]:
    """A caller of the server at a URL. Raises FuzzError."""
    caller = Caller(URL, url.rstrip("/"))
    try:
        yield [caller]
    finally:
        caller.close()


def _check(backend: Backend, database: str) -> None:
    lacking = missing(backend)
    if lacking:
        raise FuzzError(f"{backend.name} needs {', '.join(lacking)}: not installed")
    if database not in backend.databases:
        raise FuzzError(f"{backend.name} does not run on {database}")
