"""What the server itself has to say: one line on stderr, for the operator.

Stands for: nginx's `error_log`, gunicorn's `--error-logfile`.
"""

import sys


def log(message: str) -> None:
    """Write one line, in one piece: lines of several processes do not mix."""
    sys.stderr.write(f"scratch_api.server: {message}\n")
    sys.stderr.flush()
