"""A clock for one server that can be put back while it runs: libfaketime.

https://github.com/wolfcw/libfaketime. Only the time of day is shifted: a computer
whose clock is set has a monotonic clock that goes on as before.
"""

import os
import time
from pathlib import Path
from typing import Final

from .outcome import NotRun

HOOK: Final = Path(__file__).with_name("hook")
LOOK_SECONDS: Final = 2.5
"""libfaketime looks at its file when more than a second has passed, in whole ones."""
PLACES: Final = (
    "/usr/lib/*/faketime/libfaketimeMT.so.1",
    "/usr/lib/faketime/libfaketimeMT.so.1",
    "/usr/lib64/faketime/libfaketimeMT.so.1",
    "/usr/local/lib/faketime/libfaketimeMT.so.1",
)


class Clock:
    """The time of day as some processes see it, by seconds away from the true one."""

    def __init__(self, folder: Path) -> None:
        """Raises NotRun where libfaketime is not installed."""
        found = [str(file) for place in PLACES for file in Path("/").glob(place[1:])]
        if not found:
            raise NotRun("libfaketime is not installed (Debian: apt install faketime)")
        self._library = found[0]
        self._file = folder / "clock"
        self._write(0)

    def put(self, seconds: int) -> None:
        """From now on the clock is so far ahead, or behind if negative.

        Returns when every process has seen it.
        """
        self._write(seconds)
        time.sleep(LOOK_SECONDS)

    def _write(self, seconds: int) -> None:
        part = self._file.with_suffix(".part")
        part.write_text(f"{seconds:+d}\n")
        part.replace(self._file)

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to see this clock."""
        paths = [str(HOOK), os.environ.get("PYTHONPATH", "")]
        return {
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "LD_PRELOAD": self._library,
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "NO_FAKE_STAT": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # It would let threads wait a tenth of a second for the GIL.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        }
