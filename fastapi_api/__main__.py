"""`python -m fastapi_api`: uvicorn, with the settings of the environment."""

import signal
import socket
import sys
from contextlib import suppress

import uvicorn
from uvicorn.supervisors import Multiprocess

from fastapi_api.settings import read_settings


def serve() -> None:
    """Listen until SIGTERM, then finish what is in flight and end with status 0."""
    settings = read_settings()
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
        server_header=False,
        # By default a client on this machine may say that it is another one: uvicorn
        # trusts X-Forwarded-For from 127.0.0.1. See throttle.py.
        proxy_headers=False,
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
    serve()
