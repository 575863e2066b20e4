"""What the server itself has to say: one line on stderr, for the operator.

Stands for: nginx's `error_log`, gunicorn's `--error-logfile`.
"""

import sys
from contextlib import suppress


def log(message: str) -> None:
    """Say something under the server's name."""
    write(f"scratch_api.server: {message}\n")


def write(text: str) -> None:
    """Write to stderr in one piece: lines of several processes do not mix."""
    # A full disk, or nobody who reads: a log that is lost must not cost an answer.
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()


def flush() -> None:
    """Leave nothing in the buffers that a fork would copy, or `os._exit` lose."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
