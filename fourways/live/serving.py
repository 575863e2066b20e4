"""Everything that `fourways live` starts, and how it ends."""

import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from fourways import discovery
from fourways.compare.concerns import place
from fourways.foreground import check_free
from fourways.live.page import PageServer
from fourways.live.running import Running
from fourways.manifest import Backend
from fourways.process import StartError
from fourways.selection import choose
from fourways.terminal import Mistake, command_name


def run(names: list[str], paths: list[Path], port: int) -> None:
    """Start everything, tell the address, serve until Ctrl-C."""
    check_free("127.0.0.1", port)
    named = bool(names or paths)
    chosen = choose(names, paths)
    if not named:
        chosen.sort(key=lambda each: place(each.name))
    backends = that_can_run(chosen, all_of_them=named)
    print(f"Starting {', '.join(each.title for each in backends)} ...", flush=True)
    with (
        ended_by_signals(),
        running(backends) as started,
        PageServer(port, started) as server,
    ):
        print(
            f"\nOpen http://127.0.0.1:{port}\n"
            "Each backend is on a fresh database, which goes with it.\n"
            "Ctrl-C ends everything.",
            flush=True,
        )
        server.serve_forever()


def that_can_run(backends: list[Backend], *, all_of_them: bool) -> list[Backend]:
    """Those whose dependencies are there. Raises Mistake if one that is named lacks."""
    found = []
    for backend in backends:
        lacking = discovery.missing(backend)
        reason = f"{', '.join(lacking)} not installed" if lacking else ""
        if "sqlite" not in backend.databases:
            reason = "it does not work on SQLite"
        if not reason:
            found.append(backend)
        elif all_of_them:
            raise Mistake(f"{backend.name} cannot run here: {reason}")
        else:
            print(f"{backend.name} is left out: {reason}")
    if not found:
        list_them = f"{command_name()} list"
        raise Mistake(f"no backend can run here: {list_them} says what is missing")
    return found


@contextmanager
def running(backends: Sequence[Backend]) -> Iterator[list[Running]]:
    """The backends, started together; ended together whatever happens."""
    found = [Running(backend) for backend in backends]
    number = len(found)
    with ThreadPoolExecutor(number) as starting, ThreadPoolExecutor(number) as ending:
        try:
            for future in as_completed(starting.submit(each.start) for each in found):
                future.result()
            yield found
        except StartError as error:
            raise Mistake(error) from None
        finally:
            list(ending.map(Running.stop, found))


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Ctrl-C and SIGTERM leave the block; while it is left they do nothing more."""

    class Ended(BaseException):
        pass

    def end(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise Ended

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    except Ended:
        print("\nEnded.")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
