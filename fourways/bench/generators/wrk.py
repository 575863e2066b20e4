"""wrk (https://github.com/wg/wrk): one line of options, and a text to read."""

import re
import secrets
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from fourways.bench.load import Ask, Load, LoadError, Result, Target

NAME: Final = "wrk"
SCRIPT: Final = Path(__file__).with_name("requests.lua")
TIMEOUT_SECONDS: Final = 20
"""wrk leaves answers out that take longer than its time-out, 2 s by itself."""
_UNITS: Final = {"us": 0.001, "ms": 1.0, "s": 1_000.0, "m": 60_000.0}


def find() -> str | None:
    """Where it is, if it is."""
    return shutil.which(NAME)


@dataclass(frozen=True)
class Wrk:
    """wrk at a path."""

    path: str

    @cached_property
    def name(self) -> str:
        """Such as "wrk 4.1.0"."""
        shown = subprocess.run([self.path, "-v"], capture_output=True, text=True)
        found = re.search(r"wrk (?:\D*/)?([\d.]+)", shown.stdout)
        return f"{NAME} {found[1]}" if found else NAME

    def run(self, target: Target, load: Load) -> Result:
        """Make load for a while. Raises LoadError."""
        command = [self.path, "--latency", "-t1", f"-c{load.connections}"]
        command += [f"-d{load.seconds}s", "--timeout", f"{TIMEOUT_SECONDS}s"]
        if not load.keep_alive:
            command += ["-H", "Connection: close"]
        if target.authorization:
            command += ["-H", f"Authorization: {target.authorization}"]
        done = subprocess.run(
            [*command, *_asked(target)], capture_output=True, text=True
        )
        if done.returncode:
            raise LoadError(f"wrk failed: {done.stdout}{done.stderr}")
        return parse(done.stdout)


def _asked(target: Target) -> Sequence[str]:
    """One GET needs no script, which would cost some of the load."""
    if len(target.asks) == 1 and target.asks[0].method == "GET":
        return [target.url + target.asks[0].path]
    asks = [word for ask in target.asks for word in _words(ask)]
    return ["-s", str(SCRIPT), target.url, "--", secrets.token_hex(6), *asks]


def _words(ask: Ask) -> tuple[str, str]:
    return ask.method, ask.path


def parse(text: str) -> Result:
    """Read what wrk prints. Raises LoadError."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    if rate is None:
        raise LoadError(f"wrk printed something unknown: {text}")
    done = re.search(r"(\d+) requests in ", text)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    bad = int(refused[1]) if refused else 0
    # wrk counts every answer: what was refused was not done.
    good = 1 - bad / int(done[1]) if done and bad else 1.0
    sockets = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text
    )
    lost = sum(int(count) for count in sockets.groups()) if sockets else 0
    return Result(
        float(rate[1]) * good,
        _percentile(text, 50),
        _percentile(text, 99),
        bad + lost,
    )


def _percentile(text: str, percent: int) -> float:
    found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s|m)", text)
    return float(found[1]) * _UNITS[found[2]] if found else float("nan")
