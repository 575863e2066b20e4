"""Found by the Python of a server whose clock is put back (`clock.py`).

libfaketime up to 0.9.10 computes the end of an absolute sleep wrongly where the
monotonic clock is left alone; Python's `time.sleep` then fails (EINVAL). Waiting for
nothing in `select` takes as long.
"""

import select
import time
from typing import SupportsIndex


def sleep(seconds: float | SupportsIndex) -> None:
    """As `time.sleep`."""
    if (wanted := float(seconds)) < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], wanted)


time.sleep = sleep
