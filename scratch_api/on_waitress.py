"""The application on waitress: `python -m scratch_api.on_waitress`.

Stands for: the command `waitress-serve`.

waitress's own command leaves SIGTERM to the system, which ends it in mid-answer.
"""

import signal
import sys

import waitress  # type: ignore[import-untyped]

from scratch_api import settings
from scratch_api.app import make_app
from scratch_api.server.listener import CannotListen, listen
from scratch_api.settings import SettingsError


def main() -> int:
    """Serve until SIGTERM; the exit status."""
    try:
        chosen = settings.read()
        app = make_app(chosen)
        listener = listen(chosen.host, chosen.port)
    except (SettingsError, CannotListen) as error:
        print(error, file=sys.stderr)
        return 1
    # SystemExit is what makes waitress finish what its threads are at. A request whose
    # body is still on its way is not finished.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    waitress.serve(
        app,
        sockets=[listener],
        threads=chosen.threads,
        # Which of these headers to believe, TRUSTED_PROXIES says.
        clear_untrusted_proxy_headers=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
