"""Locust (https://locust.io), from the package index: where there is no wrk.

It does not belong into the environment of the backends: it brings wsproto, which
uvicorn would use, and Brotli, which httpx would offer. So uv runs it in one of its
own, which is made at the first call and kept. A `locust` on the PATH will do too.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import Final

from fourways.bench.load import Load, LoadError, Result, Target

NAME: Final = "locust"
VERSION: Final = "2.47.0"
SCRIPT: Final = Path(__file__).with_name("locustfile.py")


def find() -> list[str] | None:
    """The words that run it, if it can be had."""
    if found := shutil.which(NAME):
        return [found]
    beside = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    if uv := shutil.which("uv", path=beside):
        package = ["--from", f"{NAME}=={VERSION}", "--python", sys.executable]
        return [uv, "tool", "run", "--quiet", *package, NAME]
    return None


@dataclass(frozen=True)
class Locust:
    """Locust, run by these words."""

    command: Sequence[str]

    @cached_property
    def name(self) -> str:
        """Such as "locust 2.47.0". Fetches it, if it was never used here."""
        shown = self._call("--version")
        return " ".join(shown.split()[:2])

    def run(self, target: Target, load: Load) -> Result:
        """Make load for a while. Raises LoadError."""
        headers = {} if load.keep_alive else {"Connection": "close"}
        if target.authorization:
            headers["Authorization"] = target.authorization
        asks = [astuple(ask) for ask in target.asks]
        plan = {
            "url": target.url,
            "asks": asks,
            "headers": headers,
            "seconds": load.seconds,
        }
        clients = str(load.connections)
        printed = self._call(
            *("--locustfile", str(SCRIPT), "--headless", "--only-summary"),
            *("--users", clients, "--spawn-rate", clients),
            *("--loglevel", "ERROR", "--exit-code-on-error", "0"),
            FOURWAYS_LOAD=json.dumps(plan),
        )
        return parse(printed)

    def _call(self, *words: str, **variables: str) -> str:
        done = subprocess.run(
            [*self.command, *words],
            capture_output=True,
            text=True,
            env=os.environ | variables,
        )
        if done.returncode:
            raise LoadError(
                "Locust cannot be used, neither is there wrk: "
                f"{done.stderr.strip() or done.stdout.strip()}"
            )
        return done.stdout


def parse(text: str) -> Result:
    """Read what the script prints last. Raises LoadError."""
    lines = [line for line in text.splitlines() if line.startswith('{"times"')]
    if not lines:
        raise LoadError(f"Locust printed something unknown: {text}")
    seen = json.loads(lines[-1])
    times = sorted(seen["times"])
    if not times:
        raise LoadError("Locust got no answer")
    return Result(
        (len(times) - seen["errors"]) / max(seen["seconds"], 1e-9),
        percentile(times, 50),
        percentile(times, 99),
        seen["errors"],
    )


def percentile(ordered: Sequence[float], percent: int) -> float:
    """The value that so many percent of them do not exceed ("nearest rank")."""
    return ordered[ceil(len(ordered) * percent / 100) - 1]
