"""Serve one: `python -m fourways.liars forgets-writes`, settings as scratch_api's."""

import sys

from fourways.liars.lies import LIES
from scratch_api import settings
from scratch_api.server import ServerConfig, serve
from scratch_api.settings import SettingsError


def main(arguments: list[str]) -> int:
    """Serve until told to stop; the exit status."""
    if len(arguments) != 1 or arguments[0] not in LIES:
        print(f"Name one of: {', '.join(LIES)}", file=sys.stderr)
        return 2
    try:
        chosen = settings.read()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    return serve(
        LIES[arguments[0]](),
        ServerConfig(chosen.host, chosen.port, workers=1, threads=chosen.threads),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
