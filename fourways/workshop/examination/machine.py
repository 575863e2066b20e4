"""What is around: disk, ports, a proxy, and programs that are good to have."""

import os
import platform
import shutil
import socket
import tempfile
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Final

from fourways import ports
from fourways.workshop.examination.finding import Finding, State

ENOUGH_DISK: Final = 500_000_000
"""Bytes: PostgreSQL's files, some databases, and the learner's folder."""
SERVE_PORT: Final = 8000
PATIENCE_SECONDS: Final = 5


def disk(what: str, folder: Path) -> Finding:
    """Whether a folder can be written to, and has room."""
    free = shutil.disk_usage(folder).free
    room = f"{free / 1e9:.1f} GB free in {folder}"
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"fourways")
    except OSError as error:
        mend = "Go to a folder of your own, or set TMPDIR (Windows: TEMP) to one."
        return Finding(what, State.wrong, f"{folder}: {error.strerror}", mend)
    if free < ENOUGH_DISK:
        mend = f"Make room: {ENOUGH_DISK / 1e9:.1f} GB are enough."
        return Finding(what, State.wrong, room, mend)
    return Finding(what, State.good, room)


def loopback() -> Finding:
    """Whether a program here can talk to another one here."""
    what = "Loopback"
    mend = (
        "Allow Python in the firewall or security program: it has to accept "
        "connections from this machine itself."
    )
    try:
        with (
            socket.create_server(("127.0.0.1", 0)) as server,
            socket.create_connection(server.getsockname(), PATIENCE_SECONDS) as client,
        ):
            server.settimeout(PATIENCE_SECONDS)
            accepted, _ = server.accept()
            with accepted:
                client.sendall(b"?")
                accepted.settimeout(PATIENCE_SECONDS)
                heard = accepted.recv(1)
    except OSError as error:
        return Finding(what, State.wrong, f"127.0.0.1: {error}", mend)
    if heard != b"?":
        return Finding(what, State.wrong, "127.0.0.1 loses what is sent", mend)
    return Finding(what, State.good, "127.0.0.1 answers")


def free_ports() -> Finding:
    """Whether the checks find a port for the learner's program."""
    try:
        port = ports.Port()
    except ports.PortError as error:
        mend = "End programs that listen there, or restart the machine."
        return Finding("Ports", State.wrong, str(error), mend)
    port.release()
    return Finding("Ports", State.good, f"free ones from {ports.FIRST}")


def serve_port() -> Finding:
    """The port that servers take when none is named."""
    what = f"Port {SERVE_PORT}"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name != "nt")
        try:
            probe.bind(("127.0.0.1", SERVE_PORT))
        except OSError as error:
            mend = (
                "Find what listens there and end it, or name another port: --port 8001"
            )
            return Finding(what, State.note, f"{error.strerror}", mend)
    return Finding(what, State.good, "free")


def proxy() -> Finding:
    """Whether curl and browsers would ask a proxy for this machine's own pages."""
    address = urllib.request.getproxies().get("http")
    if not address or urllib.request.proxy_bypass("127.0.0.1"):
        return Finding("Proxy", State.good, "none for this machine's own addresses")
    return Finding(
        "Proxy",
        State.note,
        "also asked for 127.0.0.1, so that curl does not reach your server",
        "Set the environment variable no_proxy to localhost,127.0.0.1",
    )


def fork() -> Finding:
    """What gunicorn and several workers of our own server need."""
    if hasattr(os, "fork"):
        return Finding("Fork", State.good, f"{platform.system()} has it")
    return Finding(
        "Fork",
        State.note,
        f"{platform.system()} has none: gunicorn does not run here, waitress does",
        "Nothing to do: every stage works without. WSL has it.",
    )


def curl() -> Finding:
    """What the messages of failing checks can be tried again with."""
    return program_or_note(
        "curl", lambda: shutil.which("curl"), "Install it, to send requests by hand."
    )


BROWSERS = ("chromium", "google-chrome", "firefox")


def browser() -> Finding:
    """What the slides and the site are shown in."""
    return program_or_note(
        "Browser",
        default_browser,
        "Only to look at the slides and the site: they are files, any browser will do.",
    )


def default_browser() -> str | None:
    """The browser that would open a page, if there is one."""
    try:
        controller = webbrowser.get()
    except webbrowser.Error:
        # Where there is no screen, none counts as one that can be run.
        return next(filter(None, map(shutil.which, BROWSERS)), None)
    return str(getattr(controller, "name", "") or "the system's own")


def program_or_note(what: str, find: Callable[[], str | None], mend: str) -> Finding:
    """A program that is good to have."""
    found = find()
    if found:
        return Finding(what, State.good, found)
    return Finding(what, State.note, "not found", mend)
