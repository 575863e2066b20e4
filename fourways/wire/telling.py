"""How far a run is: one line that changes in a terminal, a few lines elsewhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from fourways.terminal import is_live
from fourways.wire.running import Tell


@contextmanager
def telling(output: Console) -> Iterator[Tell]:
    """What `running.run` is to tell."""
    lock = threading.Lock()
    done: dict[str, str] = {}

    if not is_live(output):

        def plain(server: str, number: int, total: int) -> None:
            if number == total:
                with lock:
                    output.print(f"{server}: {total} cases", soft_wrap=True)

        output.print("Starting the servers", soft_wrap=True)
        yield plain
        return

    with output.status("starting") as status:

        def live(server: str, number: int, total: int) -> None:
            with lock:
                done[server] = f"{server} {100 * number // total} %"
                status.update(", ".join(done.values()))

        yield live
