"""The words that start each of the compared servers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Start:
    """What a server is started with: how many hands, what it serves, its options."""

    port: int
    processes: int
    threads: int
    module: str = "hello"  # in which `wsgi` and `asgi` are the application
    options: Sequence[str] = ()

    @property
    def wsgi(self) -> str:
        """The application as most servers name it."""
        return f"{self.module}:wsgi"


Command = Callable[[Start], list[str]]


def scratch(start: Start) -> list[str]:
    """Ours."""
    hands = [f"--workers={start.processes}", f"--threads={start.threads}"]
    options = [*hands, f"--port={start.port}", *start.options]
    return ["-m", "scratch_api.server", start.wsgi, *options]


def gunicorn(start: Start) -> list[str]:
    """With threads (gthread)."""
    hands = ["-w", str(start.processes), "--threads", str(start.threads)]
    address = ["-b", f"127.0.0.1:{start.port}", "--no-control-socket"]
    options = ["-k", "gthread", *hands, *address, *start.options]
    return ["-m", "gunicorn", *options, start.wsgi]


def waitress(start: Start) -> list[str]:
    """One process, whatever is asked for."""
    options = [f"--threads={start.threads}", f"--listen=127.0.0.1:{start.port}"]
    return ["-m", "waitress", *options, *start.options, start.wsgi]


def cheroot(start: Start) -> list[str]:
    """One process, by a module of ours: it has no such command."""
    words = [str(start.port), str(start.threads), start.module, *start.options]
    return ["-m", "cheroot_main", *words]


def uvicorn(http: str) -> Command:
    """Reads HTTP with h11 or httptools; has no threads."""

    def command(start: Start) -> list[str]:
        hands = ["--loop", "asyncio", "--workers", str(start.processes)]
        quiet = ["--no-access-log", "--log-level", "warning"]
        options = ["--http", http, *hands, *quiet, "--port", str(start.port)]
        return ["-m", "uvicorn", *options, *start.options, f"{start.module}:asgi"]

    return command


def granian(start: Start) -> list[str]:
    """As a server of WSGI."""
    hands = ["--workers", str(start.processes)]
    hands += ["--blocking-threads", str(start.threads)]
    quiet = ["--no-access-log", "--log-level", "warning", "--port", str(start.port)]
    options = ["--interface", "wsgi", *hands, *quiet, *start.options]
    return ["-m", "granian", *options, start.wsgi]
