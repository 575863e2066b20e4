"""The command line: `python -m scratch_api migrate`, `python -m scratch_api serve`.

Stands for: `flask run`, `manage.py`.
"""

import argparse
import sys
from collections.abc import Sequence

from scratch_api import migrate, settings
from scratch_api.app import make_app
from scratch_api.database import Database
from scratch_api.server import ServerConfig, serve
from scratch_api.settings import Settings, SettingsError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    options = _parser().parse_args(arguments)
    try:
        chosen = settings.read()
        if options.command == "migrate":
            return _migrate(chosen, options.to)
        return _serve(chosen)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2


def _migrate(chosen: Settings, to: int) -> int:
    database = Database(chosen.database_url, create=True)
    try:
        migrate.migrate(database, to)
    except database.driver.error as error:
        reason = str(error).partition("\n")[0]
        raise SettingsError(f"DATABASE_URL cannot be migrated: {reason}") from error
    return 0


def _serve(chosen: Settings) -> int:
    return serve(
        make_app(chosen),
        ServerConfig(
            host=chosen.host,
            port=chosen.port,
            workers=chosen.workers,
            threads=chosen.threads,
        ),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scratch_api",
        description="The bookmarks API on the standard library. "
        "Settings come from environment variables: see README.md.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("serve", help="answer requests on HOST and PORT")
    migrate_command = commands.add_parser(
        "migrate", help="bring the schema of DATABASE_URL to the last step"
    )
    migrate_command.add_argument(
        "--to",
        type=int,
        choices=range(1, migrate.LAST_STEP + 1),
        default=migrate.LAST_STEP,
        metavar="N",
        help="stop after step N (default: %(default)s)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
