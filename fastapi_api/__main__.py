"""`python -m fastapi_api migrate [--to N]` and `python -m fastapi_api serve`."""

import argparse
import signal
import socket
import sys
from contextlib import suppress

import uvicorn
from alembic import command
from alembic.util import CommandError
from sqlalchemy.exc import DatabaseError
from uvicorn.supervisors import Multiprocess

from fastapi_api.migrations import CONFIG
from fastapi_api.settings import Settings, read_settings


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m fastapi_api")
    commands = parser.add_subparsers(dest="command", required=True)
    migrating = commands.add_parser("migrate", help="bring the schema up to date")
    migrating.add_argument("--to", type=int, help="stop at this step", metavar="N")
    commands.add_parser("serve", help="answer requests")
    arguments = parser.parse_args()
    settings = read_settings()
    if arguments.command == "migrate":
        migrate("head" if arguments.to is None else f"{arguments.to:04}")
    else:
        serve(settings)


def migrate(target: str) -> None:
    """Run the steps that are missing, up to a revision, and print each."""
    try:
        command.upgrade(CONFIG, target)
    except DatabaseError as error:
        reason = str(error.orig).splitlines()[0]
        sys.exit(f"DATABASE_URL must name a database that can be migrated: {reason}")
    except CommandError as error:
        sys.exit(f"There is no such step to migrate to or from: {error}")


def serve(settings: Settings) -> None:
    """Listen until SIGTERM, then finish what is in flight and end with status 0."""
    listener = listen(settings.host, settings.port)
    # uvicorn ends itself with the signal again, unless somebody handles it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    config = uvicorn.Config(
        "fastapi_api.main:create_app",
        factory=True,
        workers=settings.workers,
        # h11 refuses two Host headers and lets every method through to the 405;
        # httptools does neither.
        http="h11",
        access_log=False,  # it has no milliseconds: see middleware.py
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=8,
    )
    with suppress(KeyboardInterrupt):
        if settings.workers > 1:
            Multiprocess(config, [listener]).run()
        else:
            uvicorn.Server(config).run([listener])


def listen(host: str, port: int) -> socket.socket:
    """The socket for all workers, or SystemExit if one cannot listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        sys.exit(f"HOST and PORT must be free to listen on: {error.strerror}")
    # uvicorn writes head and body apart. If it makes the socket of several workers
    # itself, the body waits 40 ms for the client to acknowledge the head: asyncio
    # turns that off only for sockets that it knows to be TCP.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(f"Listening on {host}, port {port}", file=sys.stderr)
    return listener


if __name__ == "__main__":
    main()
