"""Every setting, limit and time-out of the server, by name and with its reason.

Stands for: `nginx.conf` (`client_max_body_size`, `client_header_timeout`,
`keepalive_timeout`), or gunicorn's and uvicorn's settings. A server without limits
is a server that anybody can stop: each number here answers "what if a client sends
(or waits) for ever?".
"""

from dataclasses import dataclass, field
from typing import Any


def _limit(default: float, why: str) -> Any:
    """A field with a default and the sentence that `--help` shows for it."""
    return field(default=default, metadata={"help": why})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, and how long. Sizes are bytes, times are seconds."""

    # RFC 9112 3 asks for request lines of 8,000 octets at least.
    max_request_line: int = _limit(8_190, "longest request line; longer is 414")
    max_head_bytes: int = _limit(32_768, "request line and all fields; more is 431")
    max_fields: int = _limit(100, "header fields (trailers too); more is 431")
    max_body_bytes: int = _limit(64 * 1024 * 1024, "request body; more is 413")
    # RFC 9112 7.1.1: a server ought to limit the total length of extensions.
    max_chunk_extensions: int = _limit(4_096, "all chunk extensions of one body")
    body_in_memory: int = _limit(262_144, "larger bodies go to a temporary file")
    max_connections: int = _limit(10_000, "open connections of one worker")

    # One deadline for the whole head, not one per byte: a client that sends a byte
    # every few seconds ("slowloris") would renew a per-byte time-out for ever.
    head_timeout: float = _limit(10.0, "from the first byte to the end of the head")
    # Per silence, not in total: a large upload on a slow line is honest, and while
    # it arrives it costs a socket and no thread.
    body_timeout: float = _limit(30.0, "longest silence inside a request body")
    keep_alive_timeout: float = _limit(75.0, "longest pause between two requests")
    # Per silence too. The thread of a streamed answer waits with the client; of any
    # other answer the rest is kept, and no thread waits.
    write_timeout: float = _limit(30.0, "a client that does not read its answer")
    # RFC 9112 9.6: after the last answer, read on until the client has closed, or
    # the reset that closing would cause can destroy the answer on its way.
    linger_timeout: float = _limit(2.0, "reading on after the last answer")
    stop_timeout: float = _limit(8.0, "for requests in flight when told to stop")
    # A request may be on its way on an idle connection at the moment of stopping.
    stop_idle_timeout: float = _limit(0.25, "for idle connections when told to stop")

    def __post_init__(self) -> None:
        """Refuse limits under which nothing could be served."""
        for name in self.__dataclass_fields__:
            if not getattr(self, name) > 0:  # nan is not
                raise ValueError(f"{name} must be greater than 0")


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Where to listen and with how many hands."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    threads: int = 8
    access_log: bool = False
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be meant."""
        if not 0 <= self.port <= 65_535:
            raise ValueError("port must be from 0 (any free port) to 65535")
        if self.workers < 1:
            raise ValueError("workers must be 1 or more")
        if self.threads < 1:
            raise ValueError("threads must be 1 or more")
