"""Run `fourways test` for a check."""

import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from fourways.process import environment_of
from fourways.workshop.lab import Lab
from fourways.workshop.response import Failed

SECONDS: Final = 600.0


def run_suite(lab: Lab, arguments: Sequence[str]) -> None:
    """Run it, and print what it says where the program prints. Raises Failed."""
    command = f"fourways {' '.join(arguments)}"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "fourways", *arguments],
            env=environment_of({"NO_COLOR": "1"}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise Failed(
            f"`{command}` has not ended after {SECONDS:g} seconds.", "its end"
        ) from None
    with lab.setup.output.open("a", encoding="utf-8") as file:
        file.write(done.stdout)
    if done.returncode:
        raise Failed(
            f"`{command}` ended with status {done.returncode}.",
            "status 0: everything holds",
        )
