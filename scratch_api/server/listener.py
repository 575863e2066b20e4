"""The listening socket, and how many sockets a process may have open.

Stands for: nginx's `listen` directive and `worker_rlimit_nofile`.

One socket is bound before the workers are forked, and all of them accept from it.
With a socket each (SO_REUSEPORT), the kernel would deal out connections before a
worker asks for them, and those dealt to a worker that dies would be lost.
"""

import errno
import socket
from contextlib import suppress

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_BACKLOG = 2_048


class CannotListen(Exception):
    """One sentence that says why, and what would be right."""


def listen(host: str, port: int) -> socket.socket:
    """Bind and listen; port 0 takes a free one."""
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError):
        raise CannotListen(
            f"cannot listen on {host}:{port}: the host is neither an address of this "
            "machine nor a name for one; for example 127.0.0.1"
        ) from None
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        # Do not wait for old connections to time out before a restart.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise CannotListen(_explained(error, host, port)) from None
    return listener


def _explained(error: OSError, host: str, port: int) -> str:
    what = f"cannot listen on {host}:{port}: "
    if error.errno == errno.EADDRINUSE:
        return f"{what}port {port} is in use; stop that program or choose another port"
    if error.errno == errno.EACCES:
        return f"{what}port {port} needs privileges; choose one from 1024 to 65535"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{what}this machine does not have that address; try 127.0.0.1"
    return f"{what}{error.strerror}"


def raise_file_limit() -> None:
    """Allow as many open sockets as the system lets this process have."""
    if resource is None:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # macOS refuses "unlimited"
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
