"""Nothing that we start outlives us, however we end.

A tiny process of its own holds the other end of a pipe. While we live we tell
it which process groups and folders are ours; when the pipe closes, because we
ended or were killed, it kills the groups and removes the folders that are left.
It needs neither a signal handler nor an orderly exit of ours.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from typing import IO

_started: subprocess.Popen[str] | None = None
_owner = 0
_lock = threading.Lock()


def watch_group(group: int) -> None:
    """Kill this process group when we are gone."""
    _tell(f"group {group}")


def forget_group(group: int) -> None:
    """That process group has ended."""
    _tell(f"forget {group}")


def watch_folder(folder: str) -> None:
    """Remove this folder when we are gone."""
    _tell(f"folder {folder}")


def _tell(line: str) -> None:
    global _started, _owner
    with _lock:
        if _started is None or _owner != os.getpid():
            _started, _owner = _start(), os.getpid()
        assert _started.stdin is not None
        # Without its watchdog a run is still right: finalizers stop everything.
        with contextlib.suppress(BrokenPipeError):
            print(line, file=_started.stdin, flush=True)


def _start() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-I", "-S", __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        # Ctrl-C in a terminal goes to every process of its group: not to this one.
        start_new_session=True,
    )


def _main(lines: IO[str]) -> None:
    groups: set[int] = set()
    folders: set[str] = set()
    for line in lines:
        what, _, value = line.rstrip("\n").partition(" ")
        if what == "group":
            groups.add(int(value))
        elif what == "forget":
            groups.discard(int(value))
        else:
            folders.add(value)
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _main(sys.stdin)
