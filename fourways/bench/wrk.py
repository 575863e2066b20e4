"""The load generator: wrk, a program of its own, kept by others.

It is written in C, so that the load costs little of what is measured.
"""

import re
import shutil
import subprocess
from dataclasses import dataclass

MISSING = (
    "wrk is not installed. It makes the load: install it with 'apt install wrk' "
    "(Debian, Ubuntu) or 'brew install wrk' (macOS)."
)
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1_000.0, "m": 60_000.0}


class WrkError(Exception):
    """wrk is missing, or has failed."""


@dataclass(frozen=True)
class Load:
    """How the clients behave."""

    connections: int
    seconds: int
    keep_alive: bool


@dataclass(frozen=True)
class Result:
    """What one run of wrk has seen; times in milliseconds."""

    requests_per_second: float
    p50: float
    p99: float
    errors: int


def find_wrk() -> str:
    """Return where wrk is."""
    path = shutil.which("wrk")
    if path is None:
        raise WrkError(MISSING)
    return path


def wrk_version() -> str:
    """Return the first words with which wrk introduces itself."""
    shown = subprocess.run([find_wrk(), "-v"], capture_output=True, text=True)
    return " ".join(shown.stdout.split()[:2])


def run(port: int, load: Load) -> Result:
    """Put load on a server."""
    command = [find_wrk(), "--latency", "-t1", f"-c{load.connections}"]
    command += [f"-d{load.seconds}s", f"http://127.0.0.1:{port}/"]
    if not load.keep_alive:
        command += ["-H", "Connection: close"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise WrkError(f"wrk failed: {done.stdout}{done.stderr}")
    return parse(done.stdout)


def parse(text: str) -> Result:
    """Read what wrk prints."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    if rate is None:
        raise WrkError(f"wrk printed something unknown: {text}")
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    sockets = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text
    )
    counts = [int(bad[1])] if bad else []
    counts += [int(count) for count in sockets.groups()] if sockets else []
    return Result(
        float(rate[1]), _percentile(text, 50), _percentile(text, 99), sum(counts)
    )


def _percentile(text: str, percent: int) -> float:
    found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s|m)", text)
    return float(found[1]) * _UNITS[found[2]] if found else float("nan")
