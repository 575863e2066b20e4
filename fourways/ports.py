"""Free TCP ports, never the same one twice, not even across processes."""

import itertools
import random
import socket
from typing import Final

# Below the ports that operating systems give to outgoing connections, so that
# no client takes one between our look and the server's bind.
FIRST: Final = 20_000
LAST: Final = 29_999


class PortError(Exception):
    """No port is free."""


class Port:
    """A TCP port on 127.0.0.1 that is ours until `release`.

    The UDP port of the same number is the lock: the operating system gives it
    to one process and takes it back when that ends.
    """

    def __init__(self) -> None:
        start = random.randrange(FIRST, LAST + 1)
        for number in itertools.chain(range(start, LAST + 1), range(FIRST, start)):
            lock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try:
                lock.bind(("127.0.0.1", number))
                _check_unused(number)
            except OSError:
                lock.close()
            else:
                self.number = number
                self._lock = lock
                return
        raise PortError(f"no free port from {FIRST} to {LAST} on 127.0.0.1")

    def release(self) -> None:
        """Let others have it."""
        self._lock.close()


def _check_unused(number: int) -> None:
    # As servers bind: a port whose last connections are still in TIME_WAIT is free.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", number))
